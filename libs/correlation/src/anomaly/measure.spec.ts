import { Alert } from '@genba/contracts'
import { describe, expect, test } from '@jest/globals'
import { adopt } from './adopt.js'
import { openAnomalies, PENDING_MAX, SERIES_MAX } from './anomaly-state.js'
import { BEGINS_MAX } from './look.js'
import { anomalyId } from './draft-alert.js'
import { measure, tick } from './measure.js'
import { RAISES_MAX } from './alarm.js'
import { MIDNIGHT, momentOf, sampleOf, settingsOf, timeLine } from './time-line.js'

const HIGH = `{ id: p, detect: limits, tags: ['**'], high: 8 }`

test('an id has one form', () => {
  const zone = { plant: 'works', zone: 'boiler' }
  const series = { tag: 'boiler.pressure', kind: 'measured' }
  expect(anomalyId(zone, series, 'p.high', { change: 'begin', since: 1000, raises: 1 })).toBe(
    'works/boiler/boiler.pressure/measured/p.high/1000',
  )
  expect(anomalyId(zone, series, 'p.high', { change: 'again', since: 1000, raises: 2 })).toBe(
    'works/boiler/boiler.pressure/measured/p.high/1000/2',
  )
  expect(anomalyId({ ...zone, drill: 'spring' }, series, 'p.high', { change: 'return', since: 1000, raises: 2 })).toBe(
    'works/boiler/boiler.pressure/measured/p.high/1000/returned/spring',
  )
})

test('begin and return are alerts of the contract that name one another', () => {
  const { alerts } = timeLine(settingsOf(HIGH)).at('00:01', 'p', 9).at('00:02', 'p', 7).tick('00:03')
  expect(alerts.map((alert) => Alert.parse(alert))).toEqual(alerts)
  expect(alerts.map(({ fields, severity, kind }) => [fields.state, fields.anomaly, severity, kind])).toEqual([
    ['standing', alerts[0]!.id, 50, 'process'],
    ['returned', alerts[0]!.id, 5, 'process'],
  ])
})

test('a drill is a state of its own and its alerts carry it', () => {
  const state = openAnomalies({ plant: 'works', zone: 'boiler', drill: 'spring' })
  measure(state, settingsOf(HIGH), { ...sampleOf(1000, 'p', 9), drill: 'spring' })
  expect(tick(state, settingsOf(HIGH), 2000).alerts).toMatchObject([
    { drill: 'spring', id: 'works/boiler/p/measured/p.high/1000/spring' },
  ])
})

describe('out of order', () => {
  test('a sample within the lateness is judged in its place, a later one is counted', () => {
    const settings = settingsOf(`{ id: p, detect: limits, tags: ['**'], high: 8, onDelay: 4s }`, [], '5s')
    const run = timeLine(settings).at('00:00', 'p', 9).at('00:06', 'p', 9).at('00:03', 'p', 7).tick('00:20')
    expect(run.told()).toEqual(['00:10 p.high begins p'])
    expect(run.at('00:10', 'p', 9).state.counts.late).toBe(1)
  })
  test('the same sample twice is one', () => {
    const run = timeLine(settingsOf(HIGH, [], '5s'))
      .at('00:01', 'p', 9)
      .at('00:01', 'p', 9)
      .tick('00:10')
    expect(run.told()).toHaveLength(1)
    expect(run.state.counts.repeated).toBe(1)
  })
  test('of two values for one moment the last by id counts', () => {
    const settings = settingsOf(HIGH)
    const state = openAnomalies({ plant: 'works', zone: 'boiler' })
    for (const [id, value] of [
      ['m2', 7],
      ['m1', 9],
      ['m3', 7.5],
    ] as const)
      measure(state, settings, { ...sampleOf(MIDNIGHT, 'p', value), id })
    expect(tick(state, settings, MIDNIGHT + 1).alerts).toEqual([])
    expect([state.series['measured:p']!.value, state.counts.repeated]).toEqual([7.5, 2])
  })
  test('a full buffer judges its oldest early, and counts it', () => {
    const settings = settingsOf(HIGH, [], '1h')
    const state = openAnomalies({ plant: 'works', zone: 'boiler' })
    for (let n = 0; n < PENDING_MAX + 10; n++) measure(state, settings, sampleOf(MIDNIGHT + n, 'p', n))
    expect(state.pending.length).toBeLessThanOrEqual(PENDING_MAX)
    expect(state.counts.forced).toBe(10)
  })
})

describe('no storm', () => {
  test('what stands is told again each re-alarm time, at most for a day of hours', () => {
    const run = timeLine(settingsOf(HIGH)).at('00:01', 'p', 9).tick('50:00:00')
    expect(run.alerts).toHaveLength(RAISES_MAX)
    expect(new Set(run.alerts.map(({ id }) => id)).size).toBe(RAISES_MAX)
    expect(run.told().slice(0, 2)).toEqual(['00:01 p.high begins p', '60:01 p.high stands (2) p'])
  })
  test('a chattering value is told six times an hour; the rest is counted and told with the next', () => {
    const run = timeLine(settingsOf(HIGH))
      .every(1000, '00:00', '10:00', 'p', (n) => (n % 2 ? 9 : 7))
      .every(1000, '10:01', '01:10:00', 'p', () => 7)
      .at('01:10:01', 'p', 9)
      .tick('01:10:02')
    const begins = run.alerts.filter(({ fields }) => fields.state === 'standing')
    expect(begins).toHaveLength(BEGINS_MAX + 1)
    expect(begins.at(-1)!.fields.muted).toBe(300 - BEGINS_MAX)
    expect(run.alerts).toHaveLength(2 * BEGINS_MAX + 1)
    expect(run.state.counts.muted).toBe(2 * (300 - BEGINS_MAX))
  })
})

test('a zone with more series than it may hold counts what it does not watch', () => {
  const settings = settingsOf(HIGH)
  const state = openAnomalies({ plant: 'works', zone: 'boiler' })
  for (let n = 0; n < SERIES_MAX + 5; n++) measure(state, settings, sampleOf(MIDNIGHT + n, `t${n}`, 1))
  tick(state, settings, MIDNIGHT + SERIES_MAX + 10)
  expect([state.seriesCount, state.counts.unwatched]).toEqual([SERIES_MAX, 5])
})

test('timers of a value that comes and goes do not pile up', () => {
  const run = timeLine(
    settingsOf(`{ id: p, detect: limits, tags: ['**'], high: 8, onDelay: 30s, offDelay: 30s }`),
  ).every(1000, '00:00', '01:00:00', 'p', (n) => (n % 2 ? 9 : 7))
  expect(run.state.timers.length).toBeLessThanOrEqual(2 * run.state.seriesCount + 65)
})

test('changed settings keep what is still watched, and what stood of the rest returns', () => {
  const was = settingsOf(`${HIGH}\n{ id: x, detect: cusum, tags: ['a'], learn: 1m }`)
  const settings = settingsOf(`{ id: x, detect: cusum, tags: ['a'], learn: 1m }`)
  const run = timeLine(was).at('00:01', 'a', 9).at('00:01', 'b', 9).tick('00:02')
  const { state, alerts } = adopt(run.state, was, settings)
  expect(alerts.map(({ id, fields }) => [id, fields.reason])).toEqual(
    run.alerts.map(({ id }) => [`${id}/returned`, 'detector-removed']),
  )
  expect(Object.keys(state.series)).toEqual(['measured:a'])
  expect(Object.keys(state.series['measured:a']!.memories)).toEqual(['cusum:x'])
  expect(tick(state, settings, momentOf('9:00:00')).alerts).toEqual([])
})

test.each(['__proto__', 'constructor', '17', 'a/b.c', ''])('a tag named %j is a tag like any other', (tag) => {
  expect(
    timeLine(settingsOf(HIGH))
      .at('00:01', tag, 9)
      .tick('00:02')
      .alerts.map(({ sensor }) => sensor),
  ).toEqual([tag])
})
