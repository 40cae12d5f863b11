import { describe, expect, it } from '@jest/globals'
import type { Alert, Signal } from '@genba/contracts'
import fc from 'fast-check'
import type { PlantFacts } from '../incidents/facts.js'
import { hold, openGrouping } from '../incidents/grouping.js'
import { readRules } from '../rules/read-rules.js'
import { alert, newest, START } from '../testing/alerts.js'
import { openOnes, reopen, write } from '../testing/incidents.js'
import { correlate } from '../zones/correlate.js'
import { drainSignals } from '../zones/drain.js'
import { freeze, thaw, type FrozenPartition } from '../zones/freeze.js'
import { DEFAULT_SETTINGS, startPartition, type PartitionState } from '../zones/state.js'

const named = ['a', 'b', 'c']
  .map((id) => `---\nname: is-${id}\ntitle: ${id}\ndetection:\n  s: { name: ${id} }\n  condition: s\n`)
  .join('')
const correlation = (name: string, body: string) =>
  `---\nname: ${name}\ntitle: ${name}\nlevel: high\ncorrelation:\n${body}`
/** Three deep, narrowing its groups on the way, ordered and in any order; firings counted, also among alerts, and the values that they have. */
const PACK = readRules([
  {
    file: 'rules/chains.yml',
    text:
      named +
      correlation('many', '  type: event_count\n  rules: [is-a]\n  group-by: [src.ip, dst.ip]\n  timespan: 30s\n  condition: { gte: 2 }\n') + // prettier-ignore
      correlation('spread', '  type: value_count\n  rules: [is-b]\n  group-by: [src.ip]\n  timespan: 30s\n  condition: { field: sensor, gte: 2 }\n') + // prettier-ignore
      correlation('forced', '  type: temporal_ordered\n  rules: [many, is-c]\n  group-by: [src.ip]\n  timespan: 60s\n') +
      correlation('often', '  type: event_count\n  rules: [many]\n  group-by: [src.ip]\n  timespan: 2m\n  condition: { gte: 2 }\n') + // prettier-ignore
      correlation('once', '  type: event_count\n  rules: [many, is-c]\n  group-by: [src.ip]\n  timespan: 60s\n  condition: { eq: 1 }\n') + // prettier-ignore
      correlation('wide', '  type: value_count\n  rules: [many, is-c]\n  timespan: 2m\n  condition: { field: dst.ip, gte: 2 }\n') + // prettier-ignore
      correlation('both', '  type: temporal\n  rules: [many, spread]\n  group-by: [src.ip]\n  timespan: 60s\n') +
      correlation('deep', '  type: temporal\n  rules: [both, forced]\n  group-by: [src.ip]\n  timespan: 5m\n  generate: true\n'), // prettier-ignore
  },
])
const CHAINED = ['forced', 'both', 'deep', 'often', 'once', 'wide']

const FACTS: PlantFacts = {
  conduits: [{ id: 'z-y', from: 'z', to: 'y', direction: 'from-to' }],
  zoneNames: new Map(),
}

const arbitrary = fc.record({
  at: fc.nat(40).map((step) => START + step * 5_000),
  name: fc.constantFrom('a', 'a', 'b', 'b', 'c'),
  sensor: fc.constantFrom('s1', 's2'),
  src: fc.constantFrom({ ip: '10.0.0.1' }, { ip: '10.0.0.1' }, { ip: '10.0.0.1' }, { ip: '10.0.0.2' }),
  dst: fc.constantFrom({ ip: '10.0.0.1' }, { ip: '10.0.0.2' }),
  zone: fc.constantFrom('z', 'z', 'z', 'y'),
  jitter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: DEFAULT_SETTINGS.latenessMs })),
  again: fc.integer({ min: 0, max: 3 }),
})
type Made = { made: Alert; jitter: number; again: number }
const stream = fc
  .array(arbitrary, { minLength: 5, maxLength: 50 })
  .map((all): Made[] => all.map(({ jitter, again, ...differs }) => ({ made: alert(differs), jitter, again })))
/** Long after, in every zone: everything before is final. */
const end = () => ['z', 'y'].map((zone) => alert({ at: START + 3_600_000, name: 'other', zone }))
const inOrder = (all: readonly Made[]) => [...all].sort((x, y) => x.made.at - y.made.at).map(({ made }) => made)
/** No alert comes more than the lateness behind one that is newer. */
const permuted = (all: readonly Made[]) =>
  [...all].sort((x, y) => x.made.at + x.jitter - y.made.at - y.jitter).map(({ made }) => made)
const RUNS = { numRuns: 150 }

type Way = { restarts?: readonly number[]; drains?: readonly number[]; back?: number }

/** Both stages: stage one loses its memory at `restarts` and reads `back` alerts again, as after a crash behind its checkpoint. */
function run(alerts: readonly Alert[], { restarts = [], drains = [], back = 0 }: Way = {}) {
  let state = startPartition(PACK)
  let kept = { text: JSON.stringify(freeze(state)), next: 0 }
  const told: Signal[] = []
  const crashed = new Set<number>()
  for (let offset = 0; offset < alerts.length; offset++) {
    if (restarts.includes(offset) && !crashed.has(offset)) {
      crashed.add(offset)
      state = thaw(JSON.parse(kept.text) as FrozenPartition, PACK) as PartitionState
      offset = kept.next
    }
    correlate(state, alerts[offset] as Alert, offset)
    if (drains.includes(offset)) told.push(...drainSignals(state, offset % 2 ? 'all' : 'fresh'))
    if (offset % (back + 1) === 0) {
      // A checkpoint comes after all that it covers was told.
      told.push(...drainSignals(state, 'all'))
      kept = { text: JSON.stringify(freeze(state)), next: offset + 1 }
    }
  }
  told.push(...drainSignals(state, 'all'))
  return { signals: [...newest(told).values()], incidents: incidentsOf(told), told }
}

/** Stage two, which may crash as well: it is opened again from what it wrote after every third signal. */
function incidentsOf(told: readonly Signal[]) {
  let grouping = openGrouping('p', { signals: [], operations: [], incidents: [] })
  told.forEach((signal, order) => {
    hold(grouping, signal, order)
    write(grouping, FACTS)
    if (order % 3 === 2) grouping = reopen(grouping)
  })
  return openOnes(grouping)
    .map(({ zones, alerts, openedAt, lastAt, signals }) => ({
      zones: [...zones].sort(),
      alerts,
      openedAt,
      lastAt,
      signals: signals.map(({ id, count, lastAt: until }) => `${id} ${count} ${until}`).sort(),
    }))
    .sort((a, b) => ((a.signals[0] ?? '') < (b.signals[0] ?? '') ? -1 : 1))
}

describe('rules that build on rules', () => {
  it('fire in the streams that these laws are tried on, each of them', () => {
    const fired = new Set<string>()
    fc.assert(
      fc.property(stream, (all) => void run([...inOrder(all), ...end()]).signals.forEach(({ rule }) => fired.add(rule.id))), // prettier-ignore
      { numRuns: 300 },
    )
    expect([...fired]).toEqual(expect.arrayContaining(CHAINED))
  })

  it('give the same incidents in any order within the lateness', () => {
    fc.assert(
      fc.property(stream, (all) => {
        expect(run([...permuted(all), ...end()]).incidents).toEqual(run([...inOrder(all), ...end()]).incidents)
      }),
      RUNS,
    )
  })

  it('give the same incidents when alerts come twice and the topic is delivered again', () => {
    fc.assert(
      fc.property(stream, (all) => {
        const once = [...permuted(all), ...end()]
        const often = once.flatMap((each, index) => [
          each,
          ...once.slice(Math.max(0, index - (all[index]?.again ?? 0)), index + 1),
        ])
        expect(run([...often, ...once]).incidents).toEqual(run(once).incidents)
      }),
      RUNS,
    )
  })

  it('give the same incidents whatever the restarts, between checkpoints too, and whenever signals are told', () => {
    fc.assert(
      fc.property(
        stream,
        fc.array(fc.nat(45), { maxLength: 4 }),
        fc.array(fc.nat(45)),
        fc.nat(6),
        (all, restarts, drains, back) => {
          // prettier-ignore
          const alerts = [...permuted(all), ...end()]
          expect(run(alerts, { restarts, drains, back }).incidents).toEqual(run(alerts).incidents)
        },
      ),
      RUNS,
    )
  })
})
