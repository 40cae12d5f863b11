import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { AuditChain } from '@genba/platform'
import type { Decision, Incident, Response } from '@genba/contracts'
import { answerTo } from '../responder-house.js'
import { until } from '../stack.js'
import { House, KILLS, type Kill } from './house.js'
import { Receiver } from './receiver.js'

/** `npm run test:chaos` sets these; what runs in every `npm test` is the short form: each kind of kill once. */
const RESPONSES = Number(process.env['CHAOS_RESPONSES'] ?? 20)
const ROUNDS = Number(process.env['CHAOS_ROUNDS'] ?? 1)
const SEED = Number(process.env['CHAOS_SEED'] ?? 20_261_124)
const PLANT = 'model-factory'
const CALM_MS = { least: 500, most: 2_500 }
const AWAY_MS = { least: 0, most: 1_500 }
const CLICK_MS = 1_000
const END_MS = 240_000

const random = generator(SEED)
const between = ({ least, most }: typeof CALM_MS): number => least + Math.floor(random() * (most - least))
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

let house: House
let receiver: Receiver

beforeAll(async () => {
  receiver = await Receiver.open()
  house = await House.open({
    GENBA_CONNECTORS: JSON.stringify({ 'plant-firewall': { type: 'http-api', url: receiver.url, timeoutMs: 5_000 } }),
    QUIET_MS: '300',
    RECONCILE_MS: '500',
    OVERDUE_MS: '2000',
    RETRY_MS: '300',
    LOCK_MS: '3000',
  })
}, 180_000)

afterAll(async () => {
  receiver?.close()
  await house?.close()
}, 90_000)

test('whatever is killed and whenever: every response ends, each effect is done once, the audit chain holds', async () => {
  const kills = Array.from({ length: ROUNDS }, () => shuffled(KILLS)).flat()
  process.stdout.write(`storm of seed ${SEED}: ${kills.join(', ')}\n`)
  const incidents = Array.from({ length: RESPONSES }, (_, n) => incidentOf(n))
  let isOver = false
  const feeding = feed(incidents, () => isOver)
  const approving = approve(() => isOver)
  try {
    for (const kill of kills) {
      await pause(between(CALM_MS))
      await house.strike(kill, between(AWAY_MS))
    }
    await feeding
    let states: Record<string, number> = {}
    await until(
      'every response to end',
      async () => (states = await countStates()).done === RESPONSES,
      END_MS,
      () => states,
    )
  } finally {
    isOver = true
    await Promise.all([feeding, approving])
  }

  const responses = await all()
  expect(responses.map(({ runs }) => runs.at(-1)?.variables['outcome'])).toEqual(responses.map(() => 'finished'))
  expect([...receiver.done.values()].sort()).toEqual(incidents.map(({ id }) => id).sort())
  for (const { timeline, approvals } of responses) {
    expect(approvals.map(({ state, answers }) => [state, answers.length])).toEqual([['approved', 1]])
    const done = timeline.filter(({ kind }) => kind === 'step.done').map(({ params }) => JSON.stringify(params))
    expect(new Set(done).size).toBe(done.length)
    expect(timeline.filter(({ kind }) => kind === 'response.done')).toHaveLength(1)
  }
  await until('every outbox to be told', async () => (await untold()) === 0, 120_000)
  expect(await new AuditChain(house.mongo).verify()).toBe(2 * RESPONSES)
}, 1_500_000)

/** As the correlator does: the document first, then its message; whoever is away is asked again. */
async function feed(incidents: readonly Incident[], isOver: () => boolean): Promise<void> {
  for (const incident of incidents) {
    await steadily(isOver, async () => {
      const documents = house.mongo.collection<Incident>('incidents').collection
      await documents.replaceOne({ _id: incident.id as never }, { ...incident, _id: incident.id }, { upsert: true })
      await house.kafka.send('incident.v1', [{ key: PLANT, value: incident }])
    })
    await pause((KILLS.length * ROUNDS * CALM_MS.most) / RESPONSES)
  }
}

/** A shift leader who approves what waits, and clicks again while nothing seems to happen. */
async function approve(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await steadily(isOver, async () => {
      const waiting = (await all()).flatMap(({ approvals, id }) =>
        approvals.filter(({ state }) => state === 'waiting').map((approval) => ({ approval, incident: id })),
      )
      const decisions = waiting.map(({ approval, incident }): Decision => ({
        v: 1,
        id: `${approval.id}~tanaka`,
        plant: PLANT,
        incident,
        by: { user: 'tanaka', roles: ['shift-leader'] },
        at: Date.now(),
        what: answerTo(approval, 'approve', 'the line may lose its maintenance'),
      }))
      await house.kafka.send(
        'decision.v1',
        decisions.map((value) => ({ key: PLANT, value })),
      )
    })
    await pause(CLICK_MS)
  }
}

async function steadily(isOver: () => boolean, ask: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (isOver()) return
      if (!(error instanceof Error)) throw error
      await pause(CLICK_MS)
    }
  }
}

const documents = () => house.mongo.collection<Response>('responses').collection
const all = async () => (await documents().find({}).toArray()) as unknown as Response[]
const untold = () => documents().countDocuments({ 'outbox.0': { $exists: true } })

async function countStates(): Promise<Record<string, number>> {
  const states: Record<string, number> = {}
  for (const { state } of await all().catch(() => [])) states[state] = (states[state] ?? 0) + 1
  return states
}

function incidentOf(n: number): Incident {
  const at = 1_700_000_000_000 + n
  const both = { ja: '嵐', en: 'storm' }
  const id = `${PLANT}~line-1~recon-then-write~${at}`
  const signal = {
    id: `${id}~s`,
    revision: 1,
    zone: 'line-1',
    rule: { id: 'recon-then-write', title: both, techniques: [] },
  }
  return {
    ...{ v: 1, id, version: 1, plant: PLANT, title: both, state: 'open', zones: ['line-1'], spread: [], severity: 90 },
    ...{ openedAt: at, lastAt: at, alerts: 3, techniques: [], groups: [], samples: [], targets: [] },
    signals: [
      { ...signal, group: {}, timespanMs: 60_000, firstAt: at, lastAt: at, firedAt: at, count: 3, severity: 90 },
    ],
    actors: ['asset:maintenance-terminal'],
    assets: ['line-1-controller'],
    evicted: { signals: 0, groups: 0, samples: 0 },
  }
}

function shuffled(kills: readonly Kill[]): Kill[] {
  return kills
    .map((kill) => ({ kill, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ kill }) => kill)
}

/** mulberry32: small, and the same on every machine. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
