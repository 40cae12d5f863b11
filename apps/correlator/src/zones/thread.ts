import 'reflect-metadata'
import { parentPort, workerData } from 'node:worker_threads'
import { Metrics, Readiness, readConfig, startContext } from '@genba/platform'
import { CorrelatorConfig } from '../config.js'
import { ThreadRules } from './thread-rules.js'
import type { FromThread, ThreadWork, ToThread } from './thread-messages.js'
import { ZonesModule } from './zones.module.js'

// One of the threads that read alert.v1: a member of the group like another process, with connections and state of its own.

const { rules } = workerData as ThreadWork
const app = await startContext(ZonesModule.for(readConfig(CorrelatorConfig), rules, tell))
const readiness = app.get(Readiness)
const metrics = app.get(Metrics)
const tellReady = (): void => tell({ kind: 'ready', isReady: readiness.report().ready })

parentPort?.on('message', (told: ToThread) => {
  if (told.kind === 'rules') app.get(ThreadRules).take(told.rules)
  else if (told.kind === 'count') void metrics.counted().then((counted) => told.to.postMessage(counted))
  else void app.close().then(() => parentPort?.close())
})
readiness.onChange(tellReady)
tellReady()

function tell(told: FromThread): void {
  parentPort?.postMessage(told)
}
