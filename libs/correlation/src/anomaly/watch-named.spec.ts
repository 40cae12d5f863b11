import { describe, expect, test } from '@jest/globals'
import { adopt } from './adopt.js'
import { openAnomalies, type AnomalyState } from './anomaly-state.js'
import { judgeQuiet } from './judge-quiet.js'
import { measure } from './measure.js'
import { momentOf, sampleOf, settingsOf, told } from './time-line.js'

const HELD_BACK_MS = 120_000
const heartbeat = (tags: string, zones = '[boiler]') =>
  `{ id: s, detect: silent, tags: ${tags}, zones: ${zones}, period: 10s, missed: 3 }
   { id: l, detect: limits, tags: ['**'], low: 5 }`
const named = settingsOf(heartbeat("['p', 'q.*']"), [], '2s')

function zone(settings = named) {
  let state: AnomalyState = openAnomalies({ plant: 'works', zone: 'boiler' })
  return {
    state: () => state,
    restart: () => void (state = JSON.parse(JSON.stringify(state)) as AnomalyState),
    tick: (time: string) => judgeQuiet(state, settings, momentOf(time), HELD_BACK_MS).alerts,
    take: (time: string, tag: string, value: number, receivedAt = momentOf(time)) =>
      measure(state, settings, { ...sampleOf(momentOf(time), tag, value), receivedAt }).alerts,
  }
}

describe('a sensor that a silent detector names', () => {
  test('is told once when nothing ever came from its zone, with the numbers, counted from when it was first watched', () => {
    const boiler = zone()
    expect(boiler.tick('1:00')).toEqual([])
    // Its limit of thirty seconds, and two minutes that a historian may hold back.
    expect(boiler.tick('3:30')).toEqual([])
    boiler.restart()
    const [alert, ...more] = boiler.tick('4:00')
    expect(more).toEqual([])
    expect(alert).toMatchObject({
      ...{ rule: 'anomaly:silent', sensor: 'p', source: 'genba', at: momentOf('1:30'), name: 'p was never heard' },
      fields: { silentMs: 30_000, limitMs: 30_000, watchedFrom: momentOf('1:00'), detector: 's', state: 'standing' },
    })
    expect(alert!.fields).not.toHaveProperty('value')
    boiler.restart()
    expect(['5:00', '9:00', '20:00'].flatMap(boiler.tick)).toEqual([])
  })

  test('returns with its first sample, and from then on is like any other', () => {
    const boiler = zone()
    boiler.tick('1:00')
    boiler.tick('4:00')
    const alerts = [...boiler.take('10:00', 'p', 1), ...boiler.take('10:10', 'p', 9), ...boiler.tick('13:00')]
    expect(alerts.map(told)).toEqual([
      '10:00 s returns p',
      '10:00 l.low begins p',
      '10:10 l.low returns p',
      '10:40 s begins p',
    ])
    expect(alerts.at(-1)!.fields).toMatchObject({ lastSampleAt: momentOf('10:10'), value: 9 })
    expect(boiler.state().unheardCount).toBe(0)
  })

  test('is told while others of its zone are heard, and those do not hear of limits that it never passed', () => {
    const boiler = zone()
    boiler.take('0:00', 'other', 9)
    boiler.tick('0:30')
    for (const time of ['0:50', '1:10', '1:30']) expect(boiler.take(time, 'other', 9).map(told)).toEqual(time === '1:10' ? ['01:00 s begins p'] : []) // prettier-ignore
  })

  test('is told too when it fell silent with its whole zone, which others are not', () => {
    const settings = settingsOf(heartbeat("['p', 'q*']"), [], '2s')
    const boiler = zone(settings)
    for (const tag of ['p', 'q1', 'q2']) boiler.take('0:10', tag, 9)
    expect(boiler.tick('20:00').map(told)).toEqual(['00:40 s begins p'])
  })

  test('makes nothing late: the first sample of the zone says what its time is', () => {
    const boiler = zone()
    boiler.tick('30:00')
    expect(boiler.tick('40:00').map(told)).toEqual(['30:30 s begins p'])
    boiler.take('5:00', 'other', 9, momentOf('41:00'))
    expect(boiler.take('5:10', 'p', 9, momentOf('41:10')).concat(boiler.take('5:20', 'other', 9, momentOf('41:20'))).map(told)).toEqual(['05:10 s returns p']) // prettier-ignore
    expect(boiler.state().counts.late).toBe(0)
  })

  test('is counted anew from the first sample of its zone when it was not told before', () => {
    const boiler = zone()
    boiler.tick('30:00')
    boiler.take('5:00', 'other', 9, momentOf('30:10'))
    expect(boiler.tick('33:00').map(told)).toEqual(['05:30 s begins p'])
  })

  test('is not one that only a wildcard means, or that may be in several zones, nor one of a drill', () => {
    for (const settings of [settingsOf(heartbeat("['**']")), settingsOf(heartbeat("['p']", '[boiler, press]'))]) {
      const boiler = zone(settings)
      expect(['1:00', '9:00'].flatMap(boiler.tick)).toEqual([])
    }
    const drill = openAnomalies({ plant: 'works', zone: 'boiler', drill: 'd' })
    expect(['1:00', '9:00'].flatMap((time) => judgeQuiet(drill, named, momentOf(time), HELD_BACK_MS).alerts)).toEqual(
      [],
    )
  })

  test('returns when no detector names it any more, and is forgotten', () => {
    const boiler = zone()
    boiler.tick('1:00')
    boiler.tick('4:00')
    const { alerts } = adopt(boiler.state(), named, settingsOf(heartbeat("['r']")))
    expect(alerts).toMatchObject([{ sensor: 'p', fields: { state: 'returned', reason: 'detector-removed' } }])
    expect(boiler.state()).toMatchObject({ series: {}, seriesCount: 0, unheardCount: 0 })
  })
})
