// @ts-check
// Responses under measurement: the real responder, fed with incidents as the correlator would leave them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import mongoose from 'mongoose'
import { readMetric } from './apps.mjs'
import { CHAIN } from './chain.mjs'

const EXTENSION = 'extension-definition--04b72723-41ae-4e16-ad0b-372e6332131b'
const AUTOMATION = /** @type {Record<string, string>} */ ({
  observe: 'gather-evidence',
  orient: 'compute-impact',
  act: 'notify',
})
const PLANT = 'model-factory'
const ZONE = 'line-1'
/** Each look makes the responder write all its metrics, so not too often. */
const POLL_MS = 50
const BATCH = 200
const BETWEEN_MS = 40

const idOf = (/** @type {string} */ type, /** @type {number} */ n) =>
  `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const definition = {
  type: 'extension-definition',
  name: 'Genba',
  created_by: idOf('identity', 1),
  schema: 'libs/playbook/README.md',
  version: '1.0.0',
}
const both = { ja: '計測', en: 'bench' }

/** Six automatic steps in the order of the chain, and one that asks people; written as files for the responder. @param {string} dir */
export function writePlaybooks(dir) {
  mkdirSync(dir, { recursive: true })
  const steps = CHAIN.map((phase, n) => [
    idOf('action', n),
    action(n + 1 < CHAIN.length ? idOf('action', n + 1) : idOf('end', 1), { phase, automation: AUTOMATION[phase] }),
  ])
  const six = { ...Object.fromEntries(steps), [idOf('end', 1)]: { type: 'end' } }
  const approval = { roles: ['soc-analyst'], people: 1, dueMs: 3_600_000 }
  const effect = { production: 'none', stops: both, s: both, q: both, d: both, c: both, undo: both }
  const asking = {
    [idOf('action', 0)]: action(idOf('end', 2), { phase: 'decide', approval, effect }),
    [idOf('end', 2)]: { type: 'end' },
  }
  write(dir, 1, six)
  write(dir, 2, asking)
  const rows = [{ when: { rule: ['ask'] }, playbook: idOf('playbook', 2) }, { playbook: idOf('playbook', 1) }]
  writeFileSync(join(dir, 'choose.yml'), JSON.stringify({ rows }))
}

/** @param {string} next @param {Record<string, unknown>} extension */
const action = (next, extension) => ({
  type: 'action',
  commands: [{ type: 'manual', command: 'bench' }],
  agent: idOf('organization', 1),
  on_completion: extension['approval'] ? undefined : next,
  on_success: extension['approval'] ? next : undefined,
  on_failure: extension['approval'] ? next : undefined,
  step_extensions: { [EXTENSION]: { name: both, ...extension } },
})

/** @param {string} dir @param {number} n @param {Record<string, unknown>} workflow */
function write(dir, n, workflow) {
  const at = '2026-11-24T00:00:00.000Z'
  const start = { [idOf('start', n)]: { type: 'start', on_completion: idOf('action', 0) } }
  const playbook = {
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: idOf('playbook', n),
    name: 'bench',
    created_by: idOf('identity', 1),
    created: at,
    modified: at,
    extension_definitions: { [EXTENSION]: definition },
    workflow_start: idOf('start', n),
    workflow: { ...start, ...workflow },
    agent_definitions: { [idOf('organization', 1)]: { type: 'organization', name: 'Genba' } },
  }
  writeFileSync(join(dir, `bench-${n}.json`), JSON.stringify(playbook))
}

/** @param {string} id @param {string} rule */
function incidentOf(id, rule) {
  const at = Date.now()
  const signal = {
    id: `${id}-s`,
    revision: 1,
    zone: ZONE,
    rule: { id: rule, title: both, techniques: [] },
    group: {},
    timespanMs: 60_000,
    firstAt: at,
    lastAt: at,
    firedAt: at,
    count: 3,
    severity: 90,
  }
  return {
    v: 1,
    id,
    version: 1,
    plant: PLANT,
    title: both,
    state: 'open',
    zones: [ZONE],
    spread: [],
    openedAt: at,
    lastAt: at,
    severity: 90,
    alerts: 3,
    techniques: [],
    signals: [signal],
    groups: [],
    samples: [],
    actors: ['10.10.50.99'],
    targets: [],
    assets: ['line-1-controller'],
    evicted: { signals: 0, groups: 0, samples: 0 },
  }
}

/** @param {import('kafkajs').Kafka} kafka @param {NodeJS.ProcessEnv} env */
export async function openFeed(kafka, env) {
  const producer = kafka.producer({ allowAutoTopicCreation: false })
  await producer.connect()
  const { connection } = await mongoose.connect(env.MONGODB_URI ?? '', { autoCreate: false, autoIndex: false })
  const incidents = /** @type {import('mongodb').Collection<any>} */ (
    /** @type {unknown} */ (connection.collection('incidents'))
  )
  const responses = /** @type {import('mongodb').Collection<any>} */ (
    /** @type {unknown} */ (connection.collection('responses'))
  )
  const topic = `${env.GENBA_PREFIX}incident.v1`
  const keep = (/** @type {object[]} */ made) =>
    incidents.insertMany(made.map((incident) => ({ ...incident, _id: /** @type {any} */ (incident).id })))
  const tell = (/** @type {object[]} */ made) =>
    producer.send({ topic, messages: made.map((incident) => ({ key: PLANT, value: JSON.stringify(incident) })) })
  return {
    /** Documents first, then their messages, as the correlator does. @param {string} name @param {number} count @param {string} [rule] */
    keepAll: async (name, count, rule = 'bench') => {
      const made = Array.from({ length: count }, (_, n) => incidentOf(`${name}~${n}`, rule))
      for (let n = 0; n < count; n += BATCH) await keep(made.slice(n, n + BATCH))
      return async () => {
        for (let n = 0; n < count; n += BATCH) await tell(made.slice(n, n + BATCH))
      }
    },
    /** Milliseconds from the incident's message to the response's end, one at a time. @param {string} name @param {number} count */
    latencies: async (name, count) => {
      const took = []
      for (let n = 0; n < count; n++) {
        const incident = incidentOf(`${name}~${n}`, 'bench')
        await keep([incident])
        const began = Date.now()
        await tell([incident])
        let ended
        for (const deadline = Date.now() + 20_000; ended === undefined;) {
          if (Date.now() > deadline) throw new Error(`${incident.id} did not end`)
          await delay(BETWEEN_MS)
          ended = (await responses.findOne({ _id: incident.id }, { projection: { endedAt: 1 } }))?.endedAt
        }
        took.push(ended - began)
      }
      return took
    },
    waiting: () => responses.countDocuments({ state: 'waiting' }),
    close: async () => {
      await producer.disconnect()
      await mongoose.disconnect()
    },
  }
}

/** Waits until so many steps of phase act are done since `begin`; answers responses per second. @param {string} url @param {number} count @param {() => Promise<void>} begin */
export async function workOffResponses(url, count, begin) {
  const read = () => readMetric(url, 'genba_responder_steps_total{phase="act",outcome="done"}')
  const acts = CHAIN.filter((phase) => phase === 'act').length
  const before = await read()
  const began = performance.now()
  await begin()
  while ((await read()) - before < count * acts) await delay(POLL_MS)
  return (count / (performance.now() - began)) * 1_000
}
