import type { Measurement } from '@genba/contracts'
import { readDetectors, type Detectors } from '@genba/correlation'
import { expect, test } from '@jest/globals'
import {
  drainAlerts,
  freezeZones,
  passTime,
  startZones,
  takeCounts,
  thawZones,
  watch,
  watching,
} from './watched-zones.js'

const START = Date.parse('2026-05-18T07:00:00Z')
const plants = (items: string) => {
  const read = readDetectors(`v: 1\nplant: p1\nlateness: 0s\ndetectors:\n${items}`, 'p1.yml')
  if (!read.ok) throw new Error(read.faults.join('\n'))
  return watching(new Map<string, Detectors>([['p1', read.detectors]]))
}
const HIGH = "  - { id: high, detect: limits, tags: ['**'], high: 10 }\n"
const LOW = "  - { id: low, detect: limits, tags: ['**'], low: 0 }\n"
const sample = (n: number, value: number, differs: Partial<Measurement> = {}): Measurement => ({
  v: 1,
  id: `s-${n}`,
  source: 'historian',
  plant: 'p1',
  zone: 'boiler',
  tag: 'pressure',
  kind: 'measured',
  value,
  quality: 'good',
  at: START + n * 1_000,
  receivedAt: START + n * 1_000,
  ...differs,
})
const again = (frozen: unknown): unknown => JSON.parse(JSON.stringify(frozen))

test('a zone that is frozen and thawed goes on where it was', () => {
  const detectors = plants(HIGH)
  const through = startZones()
  let parted = startZones()
  const told: string[] = []
  for (let n = 0; n < 40; n++) {
    const each = sample(n, n % 10 > 6 ? 12 : 5)
    watch(through, detectors, each)
    watch(parted, detectors, each)
    told.push(...drainAlerts(parted).map(({ id }) => id))
    parted = thawZones(again(freezeZones(parted, detectors)), detectors) ?? startZones()
  }
  expect(told.length).toBeGreaterThan(4)
  expect(told).toEqual(drainAlerts(through).map(({ id }) => id))
})

test('what stands by a detector that is gone returns, what others stand by stays', () => {
  const both = plants(HIGH + LOW)
  const state = startZones()
  for (const zone of ['boiler', 'press'])
    [5, 20, 20].forEach((value, n) => watch(state, both, sample(n, value, { zone })))
  drainAlerts(state)
  const frozen = again(freezeZones(state, both))
  const without = thawZones(again(frozen), plants(LOW))
  expect(without?.alerts.map(({ zone, fields }) => [zone, fields['state'], fields['reason']])).toEqual([
    ['boiler', 'returned', 'detector-removed'],
    ['press', 'returned', 'detector-removed'],
  ])
  expect(thawZones(again(frozen), plants(HIGH))?.alerts).toEqual([])
  const unwatched = thawZones(again(frozen), watching(new Map()))
  expect([unwatched?.zones.size, unwatched?.alerts.length]).toEqual([0, 2])
})

test('a drill and the plant do not see each other, and a plant without detectors is counted', () => {
  const detectors = plants(HIGH)
  const state = startZones()
  watch(state, detectors, sample(0, 5))
  watch(state, detectors, sample(60, 5, { drill: 'd-1' }))
  watch(state, detectors, sample(1, 5))
  watch(state, detectors, sample(2, 5, { plant: 'p2' }))
  expect([...state.zones.keys()]).toEqual(['p1/boiler', 'p1/boiler/d-1'])
  expect(takeCounts(state)).toMatchObject({ samples: 3, late: 0, withoutDetectors: 1 })
  expect(takeCounts(state)).toMatchObject({ samples: 0, withoutDetectors: 0 })
})

test('state of another version is refused', () => {
  expect(thawZones({ frozen: 0 }, plants(HIGH))).toBeUndefined()
})

test('a zone of which nothing ever came is told of by the partition that its measurements would come in, also after a restart once', () => {
  const detectors = plants('  - { id: s, detect: silent, tags: [pressure], zones: [boiler], period: 10s, missed: 3 }\n')
  const elsewhere = startZones(() => false)
  let own = startZones((key) => key === 'p1/boiler')
  const told: string[] = []
  for (let minute = 0; minute < 8; minute++) {
    for (const state of [elsewhere, own]) passTime(state, detectors, START + minute * 60_000, 120_000)
    told.push(...drainAlerts(own).map(({ id }) => id))
    own = thawZones(again(freezeZones(own, detectors)), detectors, own.isOwn) ?? startZones()
  }
  expect(told).toEqual([`p1/boiler/pressure/measured/s/${START + 30_000}`])
  expect([elsewhere.zones.size, drainAlerts(elsewhere)]).toEqual([0, []])
})
