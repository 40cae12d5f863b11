import { describe, expect, it } from '@jest/globals'
import type { Alert } from '@genba/contracts'
import fc from 'fast-check'
import { readRules, type RulePack } from '../rules/read-rules.js'
import { alert, feed, firedBy, newest, START } from '../testing/alerts.js'
import { correlate } from './correlate.js'
import { takeChanged } from '../alarm/changed.js'
import { drainSignals } from './drain.js'
import { freeze, thaw, type FrozenPartition } from './freeze.js'
import { startPartition, type PartitionState } from './state.js'

const MEANS: Record<string, string[]> = { 'is-a': ['a'], 'is-b': ['b'], 'is-c': ['c'], 'is-a-or-b': ['a', 'b'] }
const named = Object.entries(MEANS)
  .map(
    ([id, names]) => `---\nname: ${id}\ntitle: ${id}\ndetection:\n  s: { name: [${names.join()}] }\n  condition: s\n`,
  )
  .join('')
const correlation = (name: string, body: string) => `---\nname: ${name}\ntitle: ${name}\ncorrelation:\n${body}`
const long =
  correlation(
    'count',
    '  type: event_count\n  rules: [is-a, is-b]\n  group-by: [dst.ip]\n  timespan: 1m\n  condition: { gte: 3 }\n',
  ) +
  correlation(
    'distinct',
    '  type: value_count\n  rules: [is-a, is-b]\n  timespan: 1m\n  condition: { field: sensor, gte: 3 }\n',
  ) +
  correlation('together', '  type: temporal\n  rules: [is-a, is-b, is-c]\n  timespan: 1m\n') +
  correlation(
    'in-order',
    '  type: temporal_ordered\n  rules: [is-a, is-b, is-c]\n  group-by: [who]\n  aliases: { who: { is-a: src.ip, is-b: dst.ip, is-c: dst.ip } }\n  timespan: 2m\n',
  )
/** Shorter than the lateness: several signals of a track are open at once, and an alert can still join two of them. */
const short =
  correlation(
    'count-short',
    '  type: event_count\n  rules: [is-a, is-a-or-b]\n  timespan: 20s\n  condition: { gt: 1 }\n',
  ) +
  correlation(
    'distinct-short',
    '  type: value_count\n  rules: [is-a-or-b]\n  timespan: 20s\n  condition: { field: sensor, gte: 2 }\n',
  ) +
  correlation('together-short', '  type: temporal\n  rules: [is-a, is-a-or-b, is-c]\n  timespan: 20s\n') +
  correlation('in-order-short', '  type: temporal_ordered\n  rules: [is-a, is-a-or-b, is-c]\n  timespan: 20s\n')
const few = readRules(
  [{ file: 'rules/few.yml', text: named + long }].map((each) => ({
    ...each,
    text: each.text.replace(/---\nname: is-a-or-b[^]*?(?=---)/, ''),
  })),
)
const pack = readRules([{ file: 'rules/test.yml', text: named + long + short }])

/** What the rules say, told in the plainest way: everything in order, every window looked at, nothing let go. */
function plainly(rules: RulePack, alerts: readonly Alert[]): string[] {
  const found: string[] = []
  const sorted = [...alerts].sort((x, y) => x.at - y.at)
  rules.rules.forEach((rule) => {
    const tracks = new Map<string, { at: number; value: string; id: string }[]>()
    for (const each of sorted)
      rule.bases.forEach((base, step) => {
        if (!MEANS[base]?.includes(each.name)) return
        const group = (rule.readGroup[step] ?? []).map((read) => read(each))
        if (group.includes(undefined)) return
        const key = group.join(' ')
        tracks.set(key, [
          ...(tracks.get(key) ?? []),
          { at: each.at, id: each.id, value: rule.readValue ? String(rule.readValue(each)) : String(step) },
        ])
      })
    for (const [key, members] of tracks) {
      let open: { first: number; last: number; fired: number; ids: Set<string> } | undefined
      let waiting: typeof members = []
      const close = () =>
        open && found.push(`${rule.id} [${key}] ${open.first}-${open.last} fired ${open.fired} count ${open.ids.size}`)
      for (const member of members) {
        if (open && member.at <= open.last + rule.timespanMs) {
          open.last = member.at
          open.ids.add(member.id)
          continue
        }
        waiting.push(member)
        const inWindow = waiting.filter(({ at }) => at >= member.at - rule.timespanMs)
        const values = inWindow.map(({ value }) => value)
        const holds =
          rule.kind === 'event_count'
            ? new Set(inWindow.map(({ id }) => id)).size >= rule.threshold
            : rule.kind === 'temporal_ordered'
              ? inWindow.some(
                  (c) =>
                    c.value === '2' &&
                    inWindow.some(
                      (b) => b.value === '1' && b.at < c.at && inWindow.some((a) => a.value === '0' && a.at < b.at),
                    ),
                )
              : new Set(values).size >= rule.threshold
        if (!holds) continue
        close()
        open = {
          first: Math.min(...inWindow.map(({ at }) => at)),
          last: member.at,
          fired: member.at,
          ids: new Set(inWindow.map(({ id }) => id)),
        }
        waiting = []
      }
      close()
    }
  })
  return found.sort()
}

const told = (state: PartitionState) =>
  drainSignals(state, 'all')
    .map(
      (s) =>
        `${s.rule.id} [${Object.values(s.group).join(' ')}] ${s.firstAt}-${s.lastAt} fired ${s.firedAt} count ${s.count}`,
    )
    .sort()

const arbitrary = fc.record({
  // Few alerts in steps of five seconds: equal times are frequent, and so are gaps that a late alert closes.
  at: fc.nat(80).map((step) => START + step * 5_000),
  name: fc.constantFrom('a', 'a', 'a', 'b', 'c', 'other'),
  sensor: fc.constantFrom('s1', 's2', 's3', 's4'),
  src: fc.constantFrom({ ip: '10.0.0.1' }, { ip: '10.0.0.2' }),
  dst: fc.constantFrom({ ip: '10.0.0.1' }, { ip: '10.0.0.2' }, {}),
  zone: fc.constantFrom('z', 'z', 'z', 'y'),
  jitter: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 120 }) },
  ),
  again: fc.integer({ min: 0, max: 3 }),
})
type Made = { made: Alert; jitter: number; again: number }
const stream = fc
  .array(arbitrary, { minLength: 1, maxLength: 30 })
  .map((all): Made[] => all.map(({ jitter, again, ...differs }) => ({ made: alert(differs), jitter, again })))
const inOrder = (all: Made[]) => all.map(({ made }) => made).sort((x, y) => x.at - y.at)
const shuffled = (all: Made[]) =>
  [...all].sort((x, y) => x.made.at + x.jitter * 1000 - y.made.at - y.jitter * 1000).map(({ made }) => made)
const perZone = (alerts: readonly Alert[]) =>
  ['z', 'y']
    .flatMap((zone) =>
      plainly(
        pack,
        alerts.filter((each) => each.zone === zone),
      ),
    )
    .sort()
const RUNS = { numRuns: 1_000 }

describe('any stream', () => {
  it('gives in order what the rules say', () => {
    fc.assert(
      fc.property(
        stream,
        (all) => void expect(told(feed(startPartition(pack), inOrder(all)))).toEqual(perZone(inOrder(all))),
      ),
      RUNS,
    )
  })
  it('gives the same out of order within the lateness', () => {
    fc.assert(
      fc.property(
        stream,
        (all) => void expect(told(feed(startPartition(pack), shuffled(all)))).toEqual(perZone(inOrder(all))),
      ),
      RUNS,
    )
  })
  it('gives the same with duplicates and redeliveries', () => {
    fc.assert(
      fc.property(stream, (all) => {
        const once = shuffled(all)
        const often = once.flatMap((each, index) => [
          each,
          ...once.slice(Math.max(0, index - (all[index]?.again ?? 0)), index + 1),
        ])
        const state = feed(startPartition(pack), often)
        expect(state.counts.duplicates).toBe(often.length - once.length)
        expect(told(state)).toEqual(told(feed(startPartition(pack), once)))
      }),
      RUNS,
    )
  })
  it('gives the same signals, revision for revision, over a restart anywhere', () => {
    fc.assert(
      fc.property(stream, fc.nat(), (all, split) => {
        const alerts = shuffled(all)
        const at = split % (alerts.length + 1)
        const straight = startPartition(pack)
        const before = startPartition(pack)
        const first = alerts.slice(0, at)
        first.forEach((each, offset) => [straight, before].forEach((state) => correlate(state, each, offset)))
        const early = [drainSignals(straight, 'fresh'), drainSignals(before, 'fresh')]
        const after = thaw(JSON.parse(JSON.stringify(freeze(before))) as FrozenPartition, pack) as PartitionState
        alerts
          .slice(at)
          .forEach((each, offset) => [straight, after].forEach((state) => correlate(state, each, at + offset)))
        expect(early[1]).toEqual(early[0])
        expect(drainSignals(after, 'all')).toEqual(drainSignals(straight, 'all'))
        expect(JSON.stringify(freeze(after))).toBe(JSON.stringify(freeze(straight)))
      }),
      RUNS,
    )
  })
  it('fires the same rules for the same groups whenever its signals are drained', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(60)), (all, drains) => {
        const state = startPartition(pack)
        const signals = shuffled(all).flatMap((each, offset) => {
          correlate(state, each, offset)
          return drains.includes(offset) ? drainSignals(state, offset % 2 ? 'all' : 'fresh') : []
        })
        const key = (signal: { rule: { id: string }; zone: string; group: Record<string, string> }) =>
          `${signal.zone} ${signal.rule.id} [${Object.values(signal.group).join(' ')}]`
        const fired = [...newest([...signals, ...drainSignals(state, 'all')]).values()].map(key)
        const wanted = ['z', 'y'].flatMap((zone) =>
          plainly(
            pack,
            inOrder(all).filter((each) => each.zone === zone),
          ).map((line) => `${zone} ${line.slice(0, line.indexOf(']') + 1)}`),
        )
        expect([...new Set(fired)].sort()).toEqual([...new Set(wanted)].sort())
      }),
      RUNS,
    )
  })
})

describe('a window', () => {
  const three = (times: string[]) =>
    firedBy(
      feed(
        startPartition(few),
        times.map((at) => alert({ at, name: 'a', sensor: 's1', dst: { ip: '1' } })),
      ),
    ).includes('count')
  it('is closed at both ends', () => {
    expect(three(['00:00', '00:30', '01:00'])).toBe(true)
    expect(three(['00:00', '00:30', '01:01'])).toBe(false)
  })
  it('slides with the alerts and not with the clock', () => {
    expect(three(['00:59', '01:00', '01:01'])).toBe(true)
  })
  it('never joins two groups, two zones, a drill and the real plant', () => {
    const differs = [
      { dst: { ip: '1' } },
      { dst: { ip: '2' } },
      { dst: { ip: '1' }, zone: 'y' },
      { dst: { ip: '1' }, drill: 'd' },
    ]
    const state = feed(
      startPartition(few),
      ['00:00', '00:01'].flatMap((at) => differs.map((each) => alert({ at, name: 'a', sensor: 's1', ...each }))),
    )
    expect(firedBy(state)).toEqual([])
  })
  it('matches A, C, B for "in any order" and not for A, B, C', () => {
    const at = (time: string, name: string) =>
      alert({ at: time, name, sensor: 's1', src: { ip: '1' }, dst: { ip: '1' } })
    expect(firedBy(feed(startPartition(few), [at('00:00', 'a'), at('00:10', 'c'), at('00:20', 'b')]))).toEqual([
      'together',
    ])
  })
})

describe('an alert that is too late', () => {
  it('is counted and put on its alarm, and reaches no window', () => {
    const at = (time: string) => alert({ at: time, name: 'a', sensor: 's1', dst: { ip: '1' } })
    const state = feed(startPartition(few), [at('10:00'), at('07:59'), at('07:58'), at('07:57')])
    expect(state.counts.late).toBe(3)
    expect(firedBy(state)).toEqual([])
    expect(takeChanged(state.alarms, 10).map(({ count }) => count)).toEqual([4])
  })
})

describe('a flood in one zone', () => {
  it('still fires when it should have after its repeats were folded', () => {
    const repeats = Array.from({ length: 300 }, (_, index) =>
      alert({ at: START + index * 400, name: 'a', sensor: 's1' }),
    )
    const late = ['s2', 's3'].map((sensor) => alert({ at: START + 70_000, name: 'a', sensor }))
    const [signal] = drainSignals(feed(startPartition(few), [...repeats, ...late]), 'all')
    expect(signal).toMatchObject({ rule: { id: 'distinct' }, firedAt: START + 70_000 })
  })
  it('is one signal per rule that says how many alerts there were, and keeps memory within its bounds', () => {
    const state = startPartition(few)
    for (let index = 0; index < 50_000; index++)
      correlate(
        state,
        alert({
          at: START + index * 10,
          name: index % 2 ? 'a' : 'b',
          sensor: `s${index % 2}`,
          rule: `r${index % 50}`,
          dst: { ip: '1' },
        }),
        index,
      )
    const signals = drainSignals(state, 'all')
    expect(signals.map((signal) => [signal.rule.id, signal.count])).toEqual([['count', 50_000]])
    const pending = [...(state.zones.get('')?.get('p')?.get('z')?.tracks ?? [])].flatMap((tracks) =>
      [...(tracks?.values() ?? [])].map((track) => track.pending.length),
    )
    expect(Math.max(...pending)).toBeLessThanOrEqual(4_096)
  })
})
