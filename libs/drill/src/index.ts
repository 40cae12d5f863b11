export { readScenario, Scenario, type ReadScenario, type Stage } from './scenario.js'
export { play, type Played, type PlayOptions } from './play.js'
