import type { AlarmCover, Measurement } from '@genba/contracts'
import { readDetectors, type Detectors } from '@genba/correlation'
import { expect, test } from '@jest/globals'
import { followWindows } from './follow-windows.js'
import { drainAlerts, listAccepted, startZones, takeCounts, watch } from './watched-zones.js'

const START = Date.parse('2026-05-18T07:00:00Z')
const MINUTE = 60_000
const window = (differs: Partial<AlarmCover> = {}) =>
  ({
    ...{ v: 1, kind: 'maintenance', id: 'w-1', plant: 'p1', zone: 'boiler', reason: 'valve work', by: 'engineer' },
    ...{ from: START + MINUTE, until: START + 10 * MINUTE },
    ...differs,
  }) as AlarmCover
const set = (minute: number, value: number, differs: Partial<Measurement> = {}): Measurement => ({
  ...{ v: 1, id: `s-${minute}`, source: 'historian', plant: 'p1', zone: 'boiler', tag: 'valve.SP', kind: 'set' },
  ...{ value, quality: 'good', at: START + minute * MINUTE, receivedAt: START + minute * MINUTE, asset: 'valve' },
  ...differs,
})

function play(covers: readonly AlarmCover[], samples: readonly Measurement[]) {
  const read = readDetectors(
    "v: 1\nplant: p1\nlateness: 0s\ndetectors:\n  - { id: set, detect: change, kinds: [set], tags: ['**'] }\n",
    'p1.yml',
  )
  if (!read.ok) throw new Error(read.faults.join('\n'))
  const plants = followWindows(new Map<string, Detectors>([['p1', read.detectors]]))
  const state = startZones()
  for (const sample of samples) watch(state, plants(covers), sample)
  watch(state, plants(covers), set(60, samples.at(-1)!.value))
  const accepted = listAccepted(state)
  return { alerts: drainAlerts(state).length, accepted, counts: takeCounts(state) }
}

test('a set value that changes inside a maintenance window is no alert, but counted and told by its zone', () => {
  const { alerts, accepted, counts } = play([window()], [set(0, 5), set(2, 8)])
  expect({ alerts, accepted, count: counts.accepted }).toEqual({
    alerts: 0,
    accepted: [{ zone: 'p1/boiler', accepted: 1 }],
    count: 1,
  })
})

test.each([
  ['before it', [window({ from: START + 3 * MINUTE })]],
  ['at its end', [window({ until: START + 2 * MINUTE })]],
  ['in another zone', [window({ zone: 'press' })]],
  ['at another asset', [window({ asset: 'pump' })]],
  ['on a shelf', [{ ...window(), kind: 'shelf', rule: 'anomaly:change' } as AlarmCover]],
])('one that changes %s is an alert', (_, covers) => {
  expect(play(covers, [set(0, 5), set(2, 8)])).toMatchObject({ alerts: 1, accepted: [] })
})

test('detectors are made anew when a window changes and only then', () => {
  const plants = followWindows(new Map())
  const shelf = { ...window(), kind: 'shelf', rule: 'x' } as AlarmCover
  const first = plants([window()])
  expect(plants([window(), shelf])).toBe(first)
  expect(plants([window({ until: START + 5 * MINUTE })])).not.toBe(first)
})
