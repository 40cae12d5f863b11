import type { Alert, Measurement } from '@genba/contracts'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openAnomalies, type AnomalyState } from './anomaly-state.js'
import { measure, tick } from './measure.js'
import { judgeQuiet } from './judge-quiet.js'
import { MIDNIGHT, momentOf, sampleOf, settingsOf, told } from './time-line.js'

const HELD_BACK_MS = 120_000
const settings = settingsOf(
  `{ id: l, detect: limits, tags: ['**'], high: 5, deadband: 1, onDelay: 2s }
   { id: s, detect: silent, tags: ['**'], period: 10s, missed: 3 }`,
  [],
  '2s',
)
const open = () => openAnomalies({ plant: 'works', zone: 'boiler' })
const pass = (state: AnomalyState, time: string) =>
  judgeQuiet(state, settings, momentOf(time), HELD_BACK_MS).alerts.map(told)
const take = (state: AnomalyState, time: string, tag: string, value: number, receivedAt = momentOf(time)) =>
  measure(state, settings, { ...sampleOf(momentOf(time), tag, value), receivedAt }).alerts.map(told)

describe('a tick in a zone that sends nothing', () => {
  test('tells that its only sensor is silent, when what a historian may hold back must have come', () => {
    const state = open()
    take(state, '0:10', 'p', 1)
    expect(pass(state, '2:40')).toEqual([])
    expect(pass(state, '2:41')).toEqual(['00:40 s begins p'])
    expect(pass(state, '9:00')).toEqual([])
  })

  test('judges the sample that came last', () => {
    const state = open()
    take(state, '0:10', 'p', 9)
    expect(pass(state, '2:11')).toEqual([])
    expect(pass(state, '2:13')).toEqual(['00:12 l.high begins p'])
  })

  test('tells nothing of single sensors where all are unheard: a link is down, or the line stands still', () => {
    const state = open()
    for (const tag of ['p', 'q']) take(state, '0:10', tag, 1)
    expect(pass(state, '20:00')).toEqual([])
  })

  test('makes late only what comes before a silence that was told', () => {
    const state = open()
    take(state, '0:10', 'p', 1)
    expect(pass(state, '10:00')).toEqual(['00:40 s begins p'])
    const back = momentOf('11:00')
    take(state, '0:20', 'p', 9, back)
    expect(state.counts.late).toBe(1)
    expect([...take(state, '5:00', 'p', 9, back), ...take(state, '5:09', 'p', 9, back)]).toEqual([
      '05:00 s returns p',
      '05:02 l.high begins p',
    ])
    expect(state.counts.late).toBe(1)
  })

  test('does not hurry a historian that sends a minute at once', () => {
    const state = open()
    for (const minute of [0, 1, 2])
      for (let second = 0; second < 60; second += 10) {
        pass(state, `${minute}:59`)
        expect(take(state, `${minute}:${second}`, 'p', 1, momentOf(`${minute + 1}:00`))).toEqual([])
      }
    expect(state.counts.late).toBe(0)
  })
})

const MINUTE_MS = 60_000
/** In order; sent one by one, or as a historian does that collects for a minute. */
const stream = fc
  .tuple(
    fc.boolean(),
    fc.array(
      fc.record({
        tag: fc.constantFrom('a', 'b'),
        value: fc.integer({ min: 0, max: 10 }),
        at: fc.nat(600).map((seconds) => MIDNIGHT + seconds * 1000),
      }),
      { minLength: 20, maxLength: 80 },
    ),
  )
  .map(([isCollected, all]): Measurement[] =>
    all
      .sort((x, y) => x.at - y.at)
      .map(({ at, tag, value }, n) => ({
        ...sampleOf(at, tag, value),
        id: `m${n}`,
        receivedAt: isCollected ? Math.ceil(at / MINUTE_MS) * MINUTE_MS : at,
      })),
  )
const ticks = fc.array(fc.nat(700).map((seconds) => MIDNIGHT + seconds * 1000))
type Line = { sample: Measurement } | { tick: number }

const withNamed = settingsOf(
  `{ id: l, detect: limits, tags: ['**'], high: 5, deadband: 1, onDelay: 2s }
   { id: s, detect: silent, tags: [a, never], zones: [boiler], period: 10s, missed: 3 }`,
  [],
  '2s',
)

function run(lines: readonly Line[], restarts: readonly number[] = [], by = settings): Alert[] {
  let state = open()
  const alerts: Alert[] = []
  lines.forEach((line, n) => {
    if (restarts.includes(n)) state = JSON.parse(JSON.stringify(state)) as AnomalyState
    const judged = 'tick' in line ? judgeQuiet(state, by, line.tick, HELD_BACK_MS) : measure(state, by, line.sample)
    alerts.push(...judged.alerts)
  })
  return [...alerts, ...tick(state, by, MIDNIGHT + 3_600_000).alerts].sort((a, b) => (a.id < b.id ? -1 : 1))
}
const logOf = (samples: readonly Measurement[], at: readonly number[]): Line[] =>
  [
    ...samples.map((sample) => ({ when: sample.receivedAt, line: { sample } })),
    ...at.map((tick) => ({ when: tick, line: { tick } })),
  ]
    .sort((x, y) => x.when - y.when)
    .map(({ line }) => line)

describe('ticks anywhere in the log', () => {
  test('change no alert', () => {
    fc.assert(
      fc.property(stream, ticks, (samples, at) => {
        expect(run(logOf(samples, at))).toEqual(run(logOf(samples, [])))
      }),
      { numRuns: 200 },
    )
  })

  test('give the same on a replay that is broken off and taken up anywhere', () => {
    fc.assert(
      fc.property(stream, ticks, fc.array(fc.nat(100), { maxLength: 6 }), (samples, at, restarts) => {
        for (const by of [settings, withNamed])
          expect(run(logOf(samples, at), restarts, by)).toEqual(run(logOf(samples, at), [], by))
      }),
      { numRuns: 200 },
    )
  })
})
