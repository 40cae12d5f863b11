import { describe, expect, it } from '@jest/globals'
import type { Alert } from '@genba/contracts'
import fc from 'fast-check'
import { readRules } from '../rules/read-rules.js'
import { alert, feed, START } from '../testing/alerts.js'
import { correlate } from '../zones/correlate.js'
import { drainSignals } from '../zones/drain.js'
import { freeze, thaw, type FrozenPartition } from '../zones/freeze.js'
import { startPartition, type PartitionState } from '../zones/state.js'

const named = ['a', 'b']
  .map((id) => `---\nname: is-${id}\ntitle: ${id}\ndetection:\n  s: { name: ${id} }\n  condition: s\n`)
  .join('')
const correlation = (name: string, body: string) => `---\nname: ${name}\ntitle: ${name}\ncorrelation:\n${body}`
const over = (type: string, condition: string, rules = 'is-a, is-b') =>
  `  type: ${type}\n  rules: [${rules}]\n  group-by: [dst.ip]\n  timespan: 30s\n  condition: { ${condition} }\n`

type Point = { at: number; name: string; size: number | undefined; sensor: string; id: string }
/** What each rule asks of a window, said once more and plainly. */
const ASKS: Record<string, { body: string; holds: (window: Point[]) => boolean; needsSize?: true }> = {
  few: { body: over('event_count', 'lt: 3'), holds: (window) => window.length < 3 },
  exactly: { body: over('event_count', 'eq: 3'), holds: (window) => window.length === 3 },
  between: {
    body: over('event_count', 'gte: 2, lte: 3'),
    holds: (window) => window.length >= 2 && window.length <= 3,
  },
  'not-two': { body: over('value_count', 'field: sensor, neq: 2'), holds: (window) => distinct(window) !== 2 },
  lonely: {
    body: over('temporal', 'lte: 1'),
    holds: (window) => new Set(window.map(({ name }) => name)).size <= 1,
  },
  much: { body: over('value_sum', 'field: size, gt: 12.5'), needsSize: true, holds: (w) => sum(w) > 12.5 },
  little: { body: over('value_avg', 'field: size, lt: 2'), needsSize: true, holds: (w) => sum(w) / w.length < 2 },
  typical: {
    body: over('value_percentile', 'field: size, percentile: 50, gte: 5'),
    needsSize: true,
    // Half of them at least do not exceed 5 or more: fewer than half are below 5.
    holds: (w) => w.filter(({ size = 0 }) => size < 5).length < Math.ceil(w.length / 2),
  },
}
const distinct = (window: Point[]) => new Set(window.map(({ sensor }) => sensor)).size
const sum = (window: Point[]) => window.map(({ size = 0 }) => size).reduce((total, size) => total + size, 0)
const pack = readRules([
  {
    file: 'rules/final.yml',
    text: named + Object.entries(ASKS).map(([name, { body }]) => correlation(name, body)).join(''), // prettier-ignore
  },
])

function plainly(alerts: readonly Alert[]): string[] {
  const points = [...alerts].sort((x, y) => x.at - y.at)
  return Object.entries(ASKS)
    .flatMap(([id, { holds, needsSize }]) =>
      ['1', '2'].flatMap((group) => {
        const found: string[] = []
        const members = points.flatMap((each): Point[] => {
          const size = typeof each.fields['size'] === 'number' ? each.fields['size'] : undefined
          if (!['a', 'b'].includes(each.name) || each.dst?.ip !== group || (needsSize && size === undefined)) return []
          return [{ at: each.at, name: each.name, size, sensor: each.sensor, id: each.id }]
        })
        let open: { first: number; last: number; fired: number; count: number } | undefined
        let waiting: Point[] = []
        const close = () => open && found.push(`${id} ${group} ${open.first}-${open.last} ${open.fired} ${open.count}`)
        for (const at of [...new Set(members.map((member) => member.at))]) {
          const now = members.filter((member) => member.at === at)
          if (open && at <= open.last + 30_000) {
            open.last = at
            open.count += now.length
            continue
          }
          waiting.push(...now)
          const window = waiting.filter((member) => member.at >= at - 30_000)
          if (!holds(window)) continue
          close()
          open = { first: window[0]?.at ?? 0, last: at, fired: at, count: window.length }
          waiting = []
        }
        close()
        return found
      }),
    )
    .sort()
}

const told = (state: PartitionState) =>
  drainSignals(state, 'all')
    .map((s) => `${s.rule.id} ${s.group['dst.ip']} ${s.firstAt}-${s.lastAt} ${s.firedAt} ${s.count}`)
    .sort()

const byId = (state: PartitionState) => drainSignals(state, 'all').sort((x, y) => (x.id < y.id ? -1 : 1))

const stream = fc
  .array(
    fc.record({
      at: fc.nat(80).map((step) => START + step * 5_000),
      name: fc.constantFrom('a', 'b', 'other'),
      sensor: fc.constantFrom('s1', 's2', 's3'),
      dst: fc.constantFrom({ ip: '1' }, { ip: '1' }, { ip: '2' }, {}),
      fields: fc.constantFrom({}, { size: 0.1 }, { size: 0.7 }, { size: 5 }, { size: 10 }, { size: -3 }, { size: 'x' }),
      jitter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 120 })),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((all) => all.map(({ jitter, ...differs }) => ({ made: alert(differs as Parameters<typeof alert>[0]), jitter })))
type Made = { made: Alert; jitter: number }[]
const inOrder = (all: Made) => all.map(({ made }) => made).sort((x, y) => x.at - y.at)
const shuffled = (all: Made) =>
  [...all].sort((x, y) => x.made.at + x.jitter * 1000 - y.made.at - y.jitter * 1000).map(({ made }) => made)
/** Long after: everything before is final. */
const end = () => alert({ at: START + 3_600_000, name: 'other' })
const RUNS = { numRuns: 1_000 }

describe('a rule that is judged when its windows are final', () => {
  it('gives what it says, in order and out of order within the lateness', () => {
    fc.assert(
      fc.property(stream, (all) => {
        expect(told(feed(startPartition(pack), [...inOrder(all), end()]))).toEqual(plainly(inOrder(all)))
        expect(told(feed(startPartition(pack), [...shuffled(all), end()]))).toEqual(plainly(inOrder(all)))
      }),
      RUNS,
    )
  })
  it('gives the same signals, revision for revision, over a restart anywhere', () => {
    fc.assert(
      fc.property(stream, fc.nat(), (all, split) => {
        const alerts = [...shuffled(all), end()]
        const at = split % alerts.length
        const straight = startPartition(pack)
        const before = startPartition(pack)
        alerts.forEach((each, offset) => correlate(straight, each, offset))
        alerts.slice(0, at).forEach((each, offset) => correlate(before, each, offset))
        const after = thaw(JSON.parse(JSON.stringify(freeze(before))) as FrozenPartition, pack) as PartitionState
        alerts.slice(at).forEach((each, offset) => correlate(after, each, at + offset))
        expect(byId(after)).toEqual(byId(straight))
      }),
      RUNS,
    )
  })
  it('waits until no alert can come that would undo it', () => {
    const few = (times: string[]) => told(feed(startPartition(pack), times.map((at) => alert({ at, name: 'a', dst: { ip: '1' } })))) // prettier-ignore
    const isTold = (times: string[]) => few(times).some((line) => line.startsWith('few'))
    expect(isTold(['00:00'])).toBe(false)
    expect(isTold(['00:00', '02:00'])).toBe(false)
    expect(isTold(['00:00', '02:01'])).toBe(true)
  })
  it('is not judged where the bound took alerts away, and the bound is counted', () => {
    const state = startPartition(readRules([{ file: 'x', text: named + correlation('few', over('event_count', 'lt: 3')) }])) // prettier-ignore
    const flood = Array.from({ length: 9_000 }, (_, index) => alert({ at: START + index, name: 'b', dst: { ip: '1' } }))
    feed(state, [...flood, end()])
    expect(state.counts.evicted.members).toBeGreaterThan(0)
    expect(told(state)).toEqual([])
  })
})

const chain = (rest = '') =>
  readRules([
    {
      file: 'rules/chain.yml',
      text:
        correlation(
          'forced',
          `  type: temporal_ordered\n  rules: [many, is-b]\n  group-by: [who]\n  aliases: { who: { many: src.ip, is-b: src.ip } }\n  timespan: 5m\n${rest}`,
        ) +
        named +
        correlation(
          'many',
          '  type: event_count\n  rules: [is-a]\n  group-by: [src.ip]\n  timespan: 1m\n  condition: { gte: 3 }\n',
        ),
    },
  ])
describe('a rule that builds on another', () => {
  const at = (time: string, name: string, ip = '1') => alert({ at: time, name, rule: `test:${name}`, src: { ip } })
  const fired = (alerts: Alert[], rest = '') =>
    drainSignals(feed(startPartition(chain(rest)), [...alerts, end()]), 'all').map(
      ({ rule, count, group, samples }) => ({
        rule: rule.id,
        count,
        group: Object.values(group).join(),
        samples: samples.length,
      }),
    )
  const many = [at('00:00', 'a'), at('00:10', 'a'), at('00:20', 'a')]
  it('fires when the other has fired before, with the alerts of both, and that one tells nothing', () => {
    expect(fired([...many, at('03:00', 'b')])).toEqual([{ rule: 'forced', count: 4, group: '1', samples: 2 }])
    expect(fired([at('03:00', 'b'), ...many].reverse())).toEqual([{ rule: 'forced', count: 4, group: '1', samples: 2 }])
  })
  it('is silent in the other order, for another group, too late, and when the other does not hold', () => {
    expect(fired([at('00:00', 'b'), ...many])).toEqual([])
    expect(fired([...many, at('03:00', 'b', '2')])).toEqual([])
    expect(fired([...many, at('05:21', 'b')])).toEqual([])
    expect(fired([...many.slice(1), at('03:00', 'b')])).toEqual([])
  })
  it('lets the others tell as well when it says generate', () => {
    const rules = (alerts: Alert[]) => fired(alerts, '  generate: true\n').map(({ rule }) => rule).sort() // prettier-ignore
    expect(rules([...many, at('03:00', 'b')])).toEqual(['forced', 'is-b', 'many'])
    expect(rules(many)).toEqual(['many'])
  })
  it('outlives a restart between the two', () => {
    const state = feed(startPartition(chain()), [...many, at('02:45', 'other')])
    const thawed = thaw(JSON.parse(JSON.stringify(freeze(state))) as FrozenPartition, chain()) as PartitionState
    const [signal] = drainSignals(feed(thawed, [at('03:00', 'b'), end()]), 'all')
    expect(signal).toMatchObject({ rule: { id: 'forced' }, count: 4 })
  })
})
