import type { Alert, Measurement } from '@genba/contracts'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openAnomalies, type AnomalyState } from './anomaly-state.js'
import { measure, tick } from './measure.js'
import { MIDNIGHT, settingsOf } from './time-line.js'

const LATENESS_MS = 5000
const settings = settingsOf(
  `{ id: l, detect: limits, tags: ['**'], low: -5, high: 5, highHigh: 8, deadband: 1, onDelay: 2s, offDelay: 3s, reAlarm: 1m }
   { id: r, detect: rate, tags: ['**'], rising: 3, falling: 3, per: 1s, over: 2s }
   { id: f, detect: frozen, tags: ['**'], for: 10s, resolution: 0.5 }
   { id: d, detect: drift, tags: ['**'], tolerance: 4, onDelay: 1s, against: { settle: 4s } }
   { id: c, detect: change, tags: ['**'] }
   { id: x, detect: cusum, tags: ['**'], learn: 10s, samplesMin: 10, k: 0.2, h: 1 }
   { id: e, detect: ewma, tags: ['**'], learn: 10s, samplesMin: 10, L: 1, against: { kind: command } }
   { id: s, detect: silent, tags: ['**'], period: 2s, missed: 3, reAlarm: 1m }`,
  [{ id: 'WO-1', from: MIDNIGHT + 20_000, until: MIDNIGHT + 40_000, tags: ['a'] }],
  '5s',
)

const raw = fc.record({
  tag: fc.constantFrom('a', 'b'),
  kind: fc.constantFrom('measured', 'measured', 'set', 'command'),
  value: fc.oneof(fc.integer({ min: -10, max: 10 }), fc.double({ min: -10, max: 10, noNaN: true })),
  quality: fc.constantFrom('good', 'good', 'good', 'uncertain', 'bad'),
  // Seconds now and then, so that moments coincide.
  offsetMs: fc.oneof(
    fc.integer({ min: 0, max: 120_000 }),
    fc.integer({ min: 0, max: 120 }).map((seconds) => seconds * 1000),
  ),
})
const stream = fc.array(raw, { minLength: 120, maxLength: 300 }).map((samples) =>
  samples
    .map(({ offsetMs, ...sample }, n): Measurement => ({
      v: 1,
      id: `m${n}`,
      source: 's',
      plant: 'works',
      zone: 'boiler',
      at: MIDNIGHT + offsetMs,
      receivedAt: MIDNIGHT + offsetMs,
      ...sample,
    }))
    .sort((a, b) => a.at - b.at),
)

const open = () => openAnomalies({ plant: 'works', zone: 'boiler' })
const run = (
  samples: Measurement[],
  before: (n: number, state: AnomalyState) => AnomalyState = (_, state) => state,
): Alert[] => {
  let state = open()
  const alerts: Alert[] = []
  samples.forEach((sample, n) => {
    const judged = measure(before(n, state), settings, sample)
    state = judged.state
    alerts.push(...judged.alerts)
  })
  return [...alerts, ...tick(state, settings, MIDNIGHT + 600_000).alerts]
}
const restored = (state: AnomalyState): AnomalyState => JSON.parse(JSON.stringify(state)) as AnomalyState

describe('laws', () => {
  test('the generated streams do make every detector speak', () => {
    const spoken = new Set(
      fc.sample(stream, { numRuns: 60, seed: 7 }).flatMap((samples) => run(samples).map(({ rule }) => rule)),
    )
    expect([...spoken].sort()).toEqual(
      ['change', 'cusum', 'drift', 'ewma', 'frozen', 'limits', 'rate', 'silent'].map((detect) => `anomaly:${detect}`),
    )
  })

  test('a restart at any moments changes nothing', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(250)), (samples, cuts) =>
        expect(run(samples, (n, state) => (cuts.includes(n) ? restored(state) : state))).toEqual(run(samples)),
      ),
    )
  })

  test('repeats change nothing, however late they come', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.tuple(fc.nat(250), fc.nat(250))), (samples, repeats) => {
        const repeated = samples.flatMap((sample, n) => [
          sample,
          ...repeats.filter(([at, which]) => at === n && which <= n).map(([, which]) => samples[which]!),
        ])
        expect(run(repeated)).toEqual(run(samples))
      }),
    )
  })

  test('any order of arrival within the lateness gives the same alerts', () => {
    fc.assert(
      fc.property(stream, fc.infiniteStream(fc.nat(LATENESS_MS)), (samples, delays) => {
        const shuffled = samples
          .map((sample) => ({ sample, arrives: sample.at + (delays.next().value as number) }))
          .sort((a, b) => a.arrives - b.arrives)
          .map(({ sample }) => sample)
        expect(run(shuffled)).toEqual(run(samples))
      }),
    )
  })

  test('ticks behind the newest time change nothing but when the alerts come', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(250)), (samples, ticks) => {
        const extra: Alert[] = []
        const alerts = run(samples, (n, state) => {
          if (ticks.includes(n)) extra.push(...tick(state, settings, samples[n]!.at).alerts)
          return state
        })
        const ids = (told: Alert[]) => told.map((alert) => JSON.stringify(alert)).sort()
        expect(ids([...alerts, ...extra])).toEqual(ids(run(samples)))
      }),
    )
  })

  test('no alert is told twice, and each return has its begin', () => {
    fc.assert(
      fc.property(stream, (samples) => {
        const alerts = run(samples)
        expect(new Set(alerts.map(({ id }) => id)).size).toBe(alerts.length)
        const begun = new Set(
          alerts.filter(({ fields }) => fields.state === 'standing').map(({ fields }) => fields.anomaly),
        )
        expect(alerts.filter(({ fields }) => !begun.has(fields.anomaly))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('no number, quality or time makes it throw, and its state stays plain data', () => {
    const anything = fc.record({
      // JSON knows no -0.
      value: fc.oneof(
        fc.double().map((value) => value + 0),
        fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e308, -1e308, 5e-324, 1e99),
      ),
      at: fc.oneof(fc.nat(), fc.constantFrom(Number.NaN, Infinity, -1, 2 ** 53)),
      tag: fc.string(),
      kind: fc.constantFrom('measured', 'set', 'command'),
      quality: fc.constantFrom('good', 'uncertain', 'bad'),
    })
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 100 }), (samples) => {
        const state = open()
        const alerts = samples.flatMap(
          (sample, n) =>
            measure(state, settings, {
              v: 1,
              id: `m${n}`,
              source: 's',
              plant: 'works',
              zone: 'boiler',
              receivedAt: 0,
              ...sample,
            }).alerts,
        )
        alerts.push(...tick(state, settings, Number.MAX_SAFE_INTEGER).alerts)
        expect(restored(state)).toEqual(state)
        for (const { fields } of alerts)
          for (const value of Object.values(fields))
            expect(typeof value === 'number' ? Number.isFinite(value) : true).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
