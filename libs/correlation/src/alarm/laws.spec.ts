import { describe, expect, test } from '@jest/globals'
import { zoneId, type AlarmCondition, type Alert } from '@genba/contracts'
import fc from 'fast-check'
import { account } from './account.js'
import { admit } from './admit.js'
import { advance } from './advance.js'
import { noAlarms, takeTold, type Alarms } from './alarms.js'
import { operate } from './operate.js'
import { openPolicy, type AlarmPolicy } from './policy.js'
import { ALARM_DEFAULTS, type AlarmSettings } from './settings.js'
import { packSample } from './sample.js'
import { restore, snapshot } from './snapshot.js'
import { MORNING_MS, alertOf, byDesign, outOfService, policyOf, shelf, window } from './story.js'
import { zoneOf } from './zones.js'

type Turn =
  | { do: 'alert'; given: Partial<Alert>; condition: AlarmCondition }
  | { do: 'pass' }
  | { do: 'acknowledge' | 'reset'; given: Partial<Alert> }

const POLICIES: AlarmPolicy[] = [
  openPolicy(),
  policyOf({
    shelves: [
      shelf('08:05', '09:00', { sources: ['10.0.0.5'] }),
      shelf('08:20', '08:40', { id: 'shelf-2', asset: undefined, rule: 'low-flow' }),
    ],
    outOfService: [outOfService('08:30', { rule: 'trip', asset: 'pump' })],
    windows: [window('08:10', '08:35', { zone: 'line-2' })],
    rules: [
      byDesign({ releaseMs: 30_000 }),
      byDesign({ id: 'any', when: { kind: 'alarm', rule: 'high', asset: 'any' }, suppress: ['noise'] }),
    ],
    latched: ['p/trip'],
  }),
  policyOf({
    shelves: [shelf('08:05', '09:00')],
    seats: {
      desks: new Map([
        [zoneId('p', 'line-1'), 'hall'],
        [zoneId('p', 'line-2'), 'hall'],
      ]),
    },
  }),
]

const place = fc.record({
  zone: fc.constantFrom('line-1', 'line-2', 'line-3'),
  asset: fc.constantFrom('press', 'pump', undefined),
  rule: fc.constantFrom('high', 'low-flow', 'trip', 'noise'),
})
const given = fc
  .tuple(
    place,
    fc.record({
      severity: fc.integer({ min: 0, max: 100 }),
      kind: fc.constantFrom('network' as const, 'process' as const),
      src: fc.constantFrom(undefined, { ip: '10.0.0.5' }, { ip: '10.0.0.6' }),
    }),
  )
  .map(([a, b]) => ({ ...a, ...b }))
const alert = (conditions: AlarmCondition[]) =>
  fc.record({ do: fc.constant('alert' as const), given, condition: fc.constantFrom(...conditions) })
const turn: fc.Arbitrary<Turn> = fc.oneof(
  { weight: 12, arbitrary: alert(['reported', 'reported', 'stands', 'returned']) },
  { weight: 1, arbitrary: fc.constant({ do: 'pass' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('acknowledge' as const, 'reset' as const), given: place }) },
)
/** Event times from 08:00 on: bursts, quiet spells, some late alerts. */
const line = (turns: fc.Arbitrary<Turn>) =>
  fc.array(
    fc.tuple(turns, fc.oneof(fc.integer({ min: -60_000, max: 30_000 }), fc.integer({ min: 0, max: 1_500_000 }))),
    { maxLength: 120, size: 'max' },
  )
const settings = fc.constantFrom<AlarmSettings>(
  ALARM_DEFAULTS,
  { ...ALARM_DEFAULTS, alarmsMax: 5 },
  { ...ALARM_DEFAULTS, flood: { ...ALARM_DEFAULTS.flood, atLeast: 3, below: 2 } },
)

function play(
  alarms: Alarms,
  policy: AlarmPolicy,
  turns: readonly (readonly [Turn, number])[],
  between: (alarms: Alarms) => Alarms = (same) => same,
) {
  let now = MORNING_MS + 8 * 3_600_000
  let offset = 0
  const seen: unknown[] = []
  for (const [turn, step] of turns) {
    alarms = between(alarms)
    now += step
    if (turn.do === 'alert') {
      const alert = alertOf({ ...turn.given, at: now })
      const zone = zoneOf(alarms.zones, alert, policy)
      seen.push({ ...admit(alarms, zone, alert, turn.condition, packSample(offset++)) }, takeTold(alarms))
    } else if (turn.do === 'pass') {
      advance(alarms, policy, now)
      seen.push(takeTold(alarms))
    } else {
      const alarm = alertOf(turn.given)
      seen.push(operate(alarms, policy, { do: turn.do, alarm, at: now }), takeTold(alarms))
    }
  }
  return { alarms, seen, alerts: offset }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

describe('laws', () => {
  test('every alert is counted once over the verdicts, and once where it went', () => {
    fc.assert(
      fc.property(line(turn), fc.constantFrom(...POLICIES), settings, (turns, policy, set) => {
        const { alarms, alerts } = play(noAlarms(set, 1), policy, turns)
        const { counts, standing, forgotten, evicted, unmatched, hidden, floods, pastFloods } = account(alarms)
        expect(sum(Object.values(counts))).toBe(alerts)
        expect(standing.alerts + forgotten.alerts + evicted.alerts + unmatched).toBe(alerts)
        expect(sum(hidden.map((each) => each.alerts))).toBe(counts.shelved + counts.suppressed + counts.outOfService)
        // Alarms that come back from a cover are folded too, beside those whose verdict says so.
        expect(sum([...floods, ...pastFloods].map((each) => each.alarms))).toBeGreaterThanOrEqual(counts.folded)
        expect(standing.rows).toBeLessThanOrEqual(set.alarmsMax)
      }),
      { numRuns: 300 },
    )
  })

  test('kept as JSON and taken up again at any point, nothing changes', () => {
    fc.assert(
      fc.property(
        line(turn),
        fc.constantFrom(...POLICIES),
        settings,
        fc.array(fc.boolean(), { maxLength: 40 }),
        (turns, policy, set, breaks) => {
          let n = 0
          const broken = play(noAlarms(set, 1), policy, turns, (alarms) =>
            breaks[n++ % Math.max(1, breaks.length)]
              ? restore(set, policy, 1, JSON.parse(JSON.stringify(snapshot(alarms))))
              : alarms,
          )
          const whole = play(noAlarms(set, 1), policy, turns)
          expect(broken.seen).toEqual(whole.seen)
          expect(account(broken.alarms)).toEqual(account(whole.alarms))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a snapshot is a copy: what happens afterwards does not show in it', () => {
    const { alarms } = play(noAlarms(ALARM_DEFAULTS, 1), POLICIES[1]!, [
      [{ do: 'alert', given: {}, condition: 'stands' }, 0],
    ])
    const kept = snapshot(alarms)
    const text = JSON.stringify(kept)
    const back = restore(ALARM_DEFAULTS, POLICIES[1]!, 1, kept)
    for (const state of [alarms, back])
      play(
        state,
        POLICIES[1]!,
        Array.from({ length: 50 }, (_, n) => [{ do: 'alert', given: { rule: `r${n}` }, condition: 'reported' }, 1]),
      )
    expect(JSON.stringify(kept)).toBe(text)
  })

  test('alerts of one instant may come in any order: no count changes', () => {
    const instant = fc.tuple(
      fc.array(alert(['reported', 'stands']), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 400_000 }),
    )
    fc.assert(
      fc.property(
        fc.array(instant, { maxLength: 15, size: 'max' }),
        fc.constantFrom(...POLICIES),
        fc.integer(),
        (instants, policy, seed) => {
          const turns = (mix: (list: Turn[]) => Turn[]) =>
            instants.flatMap(([list, step]) =>
              mix([...list]).map((each, n): [Turn, number] => [each, n === 0 ? step : 0]),
            )
          const order = (list: Turn[]) =>
            list
              .map((each, n) => [Math.imul(n + seed, 0x9e3779b1) >>> 0, each] as const)
              .sort((a, b) => a[0] - b[0])
              .map(([, each]) => each)
          const plain = account(
            play(
              noAlarms(ALARM_DEFAULTS, 1),
              policy,
              turns((list) => list),
            ).alarms,
          )
          const mixed = account(play(noAlarms(ALARM_DEFAULTS, 1), policy, turns(order)).alarms)
          expect(mixed.counts).toEqual(plain.counts)
          const byId = (list: typeof plain.hidden) =>
            list.map(({ kind, id, alerts, full }) => `${kind} ${id} ${alerts} ${full}`).sort()
          expect(byId(mixed.hidden)).toEqual(byId(plain.hidden))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('it makes no difference how often time is told to pass, as long as no alert comes late', () => {
    const inOrder = fc.array(
      fc.tuple(alert(['reported', 'stands', 'returned']), fc.integer({ min: 1, max: 1_500_000 })),
      { maxLength: 60, size: 'max' },
    )
    // A suppression rule by alarm remembers the newest span of its cause, so it needs `advance` in time; the rest does not.
    const policy = policyOf({
      shelves: [shelf('08:05', '09:00'), shelf('09:30', '11:00', { id: 'shelf-2', asset: undefined })],
      windows: [window('08:10', '10:35', { zone: 'line-2' })],
      latched: ['p/trip'],
    })
    fc.assert(
      fc.property(inOrder, (turns) => {
        const lazy = play(noAlarms(ALARM_DEFAULTS, 1), policy, turns)
        const end = MORNING_MS + 8 * 3_600_000 + sum(turns.map(([, step]) => step))
        const verdicts = (list: unknown[]) =>
          list.filter((each) => !Array.isArray(each)).map((verdict) => (verdict as { is: string }).is)
        const told = (list: unknown[]) =>
          list
            .filter(Array.isArray)
            .flat()
            .map((change) => JSON.stringify(change))
            .sort()
        const eager = play(
          noAlarms(ALARM_DEFAULTS, 1),
          policy,
          turns.flatMap(([each, step]): [Turn, number][] => [
            [{ do: 'pass' }, Math.floor(step / 2)],
            [{ do: 'pass' }, step - Math.floor(step / 2)],
            [each, 0],
          ]),
        )
        for (const { alarms, seen } of [lazy, eager]) {
          advance(alarms, policy, end)
          seen.push(takeTold(alarms))
        }
        expect(verdicts(eager.seen)).toEqual(verdicts(lazy.seen))
        expect(told(eager.seen)).toEqual(told(lazy.seen))
        expect(account(eager.alarms).standing).toEqual(account(lazy.alarms).standing)
      }),
      { numRuns: 200 },
    )
  })
})
