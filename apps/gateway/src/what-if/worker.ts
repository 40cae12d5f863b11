import { parentPort, workerData } from 'node:worker_threads'
import { endWhatIf, feedWhatIf, readRules, startWhatIf, type PlantFacts } from '@genba/correlation'
import { readAlertMessage, scan, type ScanEnd } from '@genba/platform'
import { Kafka, logLevel } from 'kafkajs'
import type { Told, Work } from './work.js'

// A thread of its own: two packs over millions of alerts take minutes that the gateway's own loop does not have.

const TELL_MS = 300

const work = workerData as Work
const tell = (told: Told): void => parentPort?.postMessage(told)
let isStopped = false
parentPort?.on('message', () => (isStopped = true))

const whatIf = startWhatIf(readRules(work.before), readRules(work.after), work.settings, work.hidden)
let messages = 0
let ofMessages = 0
let toldAt = 0

try {
  run(await read())
} catch (error) {
  tell({ kind: 'engine-away', message: (error as Error).message })
}
parentPort?.close()

function read(): Promise<ScanEnd> {
  const client = new Kafka({ clientId: 'genba-what-if', brokers: work.brokers, logLevel: logLevel.NOTHING })
  return scan(client, `${work.prefix}alert.v1`, `${work.prefix}genba-what-if`, {
    topic: 'alert.v1',
    from: work.from,
    until: work.until,
    timeMs: work.timeMs,
    onBegin: (count) => (ofMessages = count),
    onMessage: () => messages++,
    onValue: (value, isPack, { partition, offset }) => {
      readAlertMessage(value, isPack).forEach((alert, index) => {
        if (work.plants === '*' || work.plants.includes(alert.plant))
          feedWhatIf(whatIf, partition, alert, Number(offset), isPack ? index : undefined)
      })
      tellNow()
      return !isStopped
    },
  })
}

function tellNow(): void {
  if (Date.now() - toldAt < TELL_MS) return
  toldAt = Date.now()
  tell({ kind: 'progress', alerts: whatIf.alerts, messages, ofMessages })
}

function run(end: ScanEnd): void {
  if (isStopped) return tell({ kind: 'stopped' })
  const facts = new Map(
    work.facts.map(({ plant, conduits, zoneNames }): [string, PlantFacts] => [
      plant,
      { conduits, zoneNames: new Map(zoneNames) },
    ]),
  )
  const factsOf = (plant: string): PlantFacts => facts.get(plant) ?? { conduits: [], zoneNames: new Map() }
  tell({ kind: 'progress', alerts: whatIf.alerts, messages, ofMessages })
  const { from, until } = work
  tell({ kind: 'done', result: endWhatIf(whatIf, factsOf, { from, until, isCut: end === 'time' }) })
}
