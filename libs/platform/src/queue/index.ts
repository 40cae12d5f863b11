export { QueuesModule } from './queues.module.js'
export { Queues } from './queues.js'
