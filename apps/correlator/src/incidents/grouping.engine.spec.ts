import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type { Incident, Operation, Signal } from '@genba/contracts'
import { AuditChain, LOG, Metrics, readConfig } from '@genba/platform'
import { testEngines, type TestEngines } from '../../../../test/engines.js'
import { build, leave, type House } from '../../../../test/house.js'
import { CorrelatorConfig } from '../config.js'
import { GroupIncidents } from './group-incidents.js'
import { GroupingStore, SIGNALS_MAX } from './grouping.store.js'
import { IncidentStore } from './incident.store.js'
import { PlantIncidents } from './plant-incidents.js'
import { Plants } from './plants.js'
import { PruneGrouping } from './prune-grouping.js'

jest.setTimeout(180_000)

const DAY_MS = 86_400_000
const NOW = 1_800_000_000_000

let engines: TestEngines
let house: House
let groupings: GroupingStore
let incidents: IncidentStore

beforeAll(async () => {
  engines = await testEngines('grouping')
  house = await build(engines, 'kept')
  const { module, mongo, kafka } = house
  groupings = new GroupingStore(mongo)
  incidents = new IncidentStore(mongo, kafka, module.get(AuditChain), module.get(LOG))
})

afterAll(async () => {
  await leave([house])
  await engines.stop()
}, 60_000)

const put = (name: 'signals' | 'operations', all: readonly { id: string }[]) =>
  house.mongo.collection(name).collection.insertMany(all.map((each) => ({ _id: each.id as never, ...each })))
const idsOf = async (name: 'signals' | 'operations') =>
  (await house.mongo.collection<{ id: string }>(name).find().lean<{ id: string }[]>()).map(({ id }) => id).sort()

test('signals and operations are pruned after their retention, but not what an open incident, or one closed since, can have to do with', async () => {
  const signal = (id: string, plant: string, days: number) => ({ id, plant, lastAt: NOW - days * DAY_MS })
  const operation = (id: string, plant: string, days: number): Partial<Operation> & { id: string } => ({ id, plant, at: NOW - days * DAY_MS }) // prettier-ignore
  await incidents.put(opened('open', NOW - 200 * DAY_MS), [])
  await incidents.put({ ...opened('closed', NOW - 100 * DAY_MS), state: 'closed', closedAt: NOW - 10 * DAY_MS }, [])
  await put('signals', [signal('a-old', 'a', 91), signal('a-new', 'a', 89), signal('open-old', 'open', 150), signal('open-gone', 'open', 202), signal('closed-old', 'closed', 100), signal('closed-gone', 'closed', 102)]) // prettier-ignore
  await put('operations', [
    operation('a-old', 'a', 91),
    operation('a-new', 'a', 1),
    operation('open-old', 'open', 150),
    operation('closed-old', 'closed', 95),
  ])
  const metrics = house.module.get(Metrics)
  const config = readConfig(CorrelatorConfig, house.env)
  await new PruneGrouping(groupings, { now: () => NOW }, config, house.module.get(LOG), metrics).execute()
  expect(await idsOf('signals')).toEqual(['a-new', 'closed-old', 'open-old'])
  expect(await idsOf('operations')).toEqual(['a-new', 'closed-old', 'open-old'])
  const told = await metrics.expose()
  expect(told).toContain('genba_correlator_pruned_total{what="signals"} 3')
  expect(told).toContain('genba_correlator_pruned_total{what="operations"} 1')
})

test('of a plant with more signals than memory takes the oldest are left out, and counted', async () => {
  const metrics = house.module.get(Metrics)
  const many = Array.from({ length: SIGNALS_MAX + 7 }, (_, n) => ({ id: `full-${n}`, plant: 'full', lastAt: NOW + n }))
  for (let from = 0; from < many.length; from += 5_000) await put('signals', many.slice(from, from + 5_000))
  const plants = new PlantIncidents(incidents, groupings, metrics, house.module.get(LOG))
  const { signals } = await plants.of('full', NOW)
  expect([signals.size, signals.has('full-6'), signals.has('full-7')]).toEqual([SIGNALS_MAX, false, true])
  const counted = async () => /evicted_total\{what="incident-signals"\} (\d+)/.exec(await metrics.expose())?.[1]
  expect(await counted()).toBe('7')
  plants.forget('full')
  await plants.of('full', NOW)
  expect(await counted()).toBe('7')
  const more = { id: 'full-more', plant: 'full', lastAt: NOW + SIGNALS_MAX * 2 }
  await put('signals', [more])
  plants.clear()
  await plants.of('full', NOW)
  expect(await counted()).toBe('8')
})

test('signals of several plants come again when one plant could not be read, and each is in the database afterwards', async () => {
  const { mongo, module } = house
  const log = module.get(LOG)
  const metrics = new Metrics()
  const known = new PlantIncidents(incidents, groupings, metrics, log)
  const group = new GroupIncidents(incidents, groupings, known, new Plants(mongo, log), metrics)
  const read = known.of.bind(known)
  const reading = jest.spyOn(known, 'of')
  reading.mockImplementationOnce(async (plant, at) => {
    await delay(100)
    return read(plant, at)
  })
  reading.mockRejectedValueOnce(new Error('the database is away'))
  const batch = new Map(['slow', 'lost'].map((plant) => [plant, [{ value: signalOf(plant), order: 1 }]]))
  await expect(group.takeSignals(batch)).rejects.toThrow('the database is away')
  // The plant that could be read is so only after the batch has failed.
  await reading.mock.results[0]?.value
  await group.takeSignals(batch)
  const written = await mongo.collection<Signal>('signals').find({ plant: { $in: ['slow', 'lost'] } } as never).lean<Signal[]>() // prettier-ignore
  expect(written.map(({ plant }) => plant).sort()).toEqual(['lost', 'slow'])
  expect((await incidents.findOpen('slow')).map(({ alerts }) => alerts)).toEqual([3])
})

const signalOf = (plant: string): Signal => ({
  ...{ v: 1, id: `${plant}/z/r/${NOW}`, revision: 1, plant, zone: 'z', group: {}, timespanMs: 60_000 },
  rule: { id: 'r', title: { ja: '件', en: 'case' }, techniques: [] },
  ...{ firstAt: NOW, lastAt: NOW, firedAt: NOW, count: 3, severity: 50 },
  ...{ groups: [], samples: [], actors: [], targets: [] },
})

const opened = (plant: string, openedAt: number): Incident => ({
  ...{
    v: 1,
    id: `i-${plant}`,
    version: 0,
    plant,
    title: { ja: '件', en: 'case' },
    state: 'open',
    zones: ['z'],
    spread: [],
  },
  ...{ openedAt, lastAt: openedAt, severity: 50, alerts: 1, techniques: [], signals: [], groups: [], samples: [] },
  ...{ actors: [], targets: [], assets: [], evicted: { signals: 0, groups: 0, samples: 0 } },
})
