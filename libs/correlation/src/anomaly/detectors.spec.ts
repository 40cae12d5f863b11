import { describe, expect, test } from '@jest/globals'
import { momentOf, settingsOf, timeLine } from './time-line.js'

const line = (detectors: string, windows?: Parameters<typeof settingsOf>[1]) => timeLine(settingsOf(detectors, windows))
const P = 'boiler.pressure'

describe('limits', () => {
  const pressure = `{ id: p, detect: limits, tags: ['*.pressure'], lowLow: 1, low: 2, high: 8, highHigh: 9, deadband: 0.5 }`
  test('a pressure at its limit begins and returns only below the deadband', () => {
    const run = line(pressure)
      .at('00:01', P, 7.9)
      .at('00:02', P, 8)
      .at('00:03', P, 7.6)
      .at('00:04', P, 7.5)
      .at('00:05', P, 7.9)
      .tick('00:06')
    expect(run.told()).toEqual(['00:02 p.high begins boiler.pressure', '00:04 p.high returns boiler.pressure'])
  })
  test('a jump past both limits begins both, the outer one more severe, with the numbers that made it', () => {
    const run = line(pressure).at('00:01', P, 9.3, { unit: 'bar', asset: 'boiler-1' }).tick('00:02')
    expect(
      run.alerts.map(({ rule, severity, name, asset, fields }) => [
        rule,
        severity,
        name,
        asset,
        fields.limit,
        fields.value,
        fields.unit,
      ]),
    ).toEqual([
      ['anomaly:limits', 50, 'boiler.pressure above its high limit', 'boiler-1', 8, 9.3, 'bar'],
      ['anomaly:limits', 80, 'boiler.pressure above its high-high limit', 'boiler-1', 9, 9.3, 'bar'],
    ])
  })
  test('low limits look the other way', () => {
    const run = line(pressure)
      .at('00:01', P, 2.1)
      .at('00:02', P, 2)
      .at('00:03', P, 0.9)
      .at('00:04', P, 1.6)
      .at('00:05', P, 2.6)
      .tick('00:06')
    expect(run.told()).toEqual([
      '00:02 p.low begins boiler.pressure',
      '00:03 p.lowLow begins boiler.pressure',
      '00:04 p.lowLow returns boiler.pressure',
      '00:05 p.low returns boiler.pressure',
    ])
  })
  const delayed = `{ id: p, detect: limits, tags: ['*.pressure'], high: 8, onDelay: 5s, offDelay: 10s }`
  test('a spike shorter than the on-delay is not told; what lasts is told the moment the delay is over, without another sample', () => {
    expect(line(delayed).at('00:01', P, 9).at('00:05', P, 7).tick('01:00').told()).toEqual([])
    expect(line(delayed).at('00:01', P, 9).tick('01:00').told()).toEqual(['00:06 p.high begins boiler.pressure'])
  })
  test('a dip shorter than the off-delay does not return', () => {
    const run = line(delayed).at('00:01', P, 9).at('00:10', P, 7).at('00:15', P, 9).at('00:20', P, 7).tick('01:00')
    expect(run.told()).toEqual(['00:06 p.high begins boiler.pressure', '00:30 p.high returns boiler.pressure'])
  })
})

describe('rate of change', () => {
  const ramp = `{ id: r, detect: rate, tags: ['*.temp'], rising: 2, falling: 4, per: 1m, over: 1m }`
  test('a furnace that heats faster than 2 degrees a minute begins and returns', () => {
    const run = line(ramp)
      .every(10_000, '00:00', '03:00', 'oven.temp', (n) => 100 + n * 0.2)
      .every(10_000, '03:10', '05:00', 'oven.temp', (n) => 104 + n)
      .every(10_000, '05:10', '08:00', 'oven.temp', () => 115)
      .tick('08:00')
    expect(run.told()).toEqual(['03:20 r.rising begins oven.temp', '05:50 r.rising returns oven.temp'])
  })
  test('one noisy sample within the span and a gap are no ramp', () => {
    const run = line(ramp)
      .every(10_000, '00:00', '01:00', 'oven.temp', (n) => 100 + (n % 2))
      .at('30:00', 'oven.temp', 140)
      .tick('31:00')
    expect(run.told()).toEqual([])
  })
})

describe('frozen value', () => {
  const stuck = `{ id: f, detect: frozen, tags: ['*.flow'], for: 1m, resolution: 0.1 }`
  const moving = (n: number) => 10 + Math.sin(n)
  test('a flow that stands still while another moves is frozen; it returns when it moves', () => {
    const run = line(stuck)
    for (let s = 0; s <= 150; s += 5) run.at(`00:${s}`, 'a.flow', s < 120 ? 5 : 6).at(`00:${s}`, 'b.flow', moving(s))
    expect(run.tick('03:00').told()).toEqual(['01:00 f begins a.flow', '02:00 f returns a.flow'])
    expect(run.alerts[0]!.fields).toMatchObject({ unchangedMs: 60_000, reference: 5, value: 5 })
  })
  test('a stopped line freezes nobody, nor does its start', () => {
    const run = line(stuck)
    for (let s = 0; s <= 300; s += 5) run.at(`00:${s}`, 'a.flow', 5).at(`00:${s}`, 'b.flow', s < 270 ? 5 : moving(s))
    expect(run.tick('05:30').told()).toEqual([])
  })
  test('noise inside the resolution is no movement', () => {
    const run = line(stuck)
    for (let s = 0; s <= 90; s += 5) run.at(`00:${s}`, 'a.flow', 5 + (s % 2) * 0.05).at(`00:${s}`, 'b.flow', moving(s))
    expect(run.tick('01:40').told()).toEqual(['01:00 f begins a.flow'])
  })
})

describe('set value and measured value drifting apart', () => {
  const pair = `{ id: d, detect: drift, tags: ['*.PV'], tolerance: 2, against: { kind: set, tag: '*.SP', settle: 1m } }`
  const start = () => line(pair).at('00:00', 'TIC1.SP', 50, { kind: 'set' }).at('00:01', 'TIC1.PV', 50)
  test('a measured value that leaves its set value begins, with both values', () => {
    const run = start().at('02:00', 'TIC1.PV', 53).at('02:30', 'TIC1.PV', 51).tick('03:00')
    expect(run.told()).toEqual(['02:00 d begins TIC1.PV', '02:30 d returns TIC1.PV'])
    expect(run.alerts[0]!.fields).toMatchObject({ setValue: 50, value: 53, deviation: 3, tolerance: 2 })
  })
  test('a changed set value is given its settling time', () => {
    const run = start()
      .at('02:00', 'TIC1.SP', 60, { kind: 'set' })
      .at('02:30', 'TIC1.PV', 55)
      .at('02:50', 'TIC1.PV', 59)
      .tick('10:00')
    expect(run.told()).toEqual([])
  })
  test('a valve that does not answer is found when the settling time is over, though the measured value is not sent again', () => {
    const run = start().at('02:00', 'TIC1.SP', 60, { kind: 'set' }).tick('10:00')
    expect(run.told()).toEqual(['03:00 d begins TIC1.PV'])
  })
  test('without a set value nothing is judged', () => {
    expect(line(pair).at('00:00', 'TIC1.PV', 5).at('09:00', 'TIC1.PV', 500).tick('10:00').told()).toEqual([])
  })
})

describe('set value or command changed outside a work order', () => {
  const guarded = `{ id: c, detect: change, tags: ['**.recipe'], tolerance: 0.5 }`
  const order = { id: 'WO-17', from: momentOf('10:00'), until: momentOf('20:00'), tags: ['line.*'] }
  test('a set value that changes outside every window begins and returns when it is restored', () => {
    const run = line(guarded, [order])
      .at('01:00', 'line.recipe', 80, { kind: 'set' })
      .at('05:00', 'line.recipe', 90, { kind: 'set' })
      .at('06:00', 'line.recipe', 80.2, { kind: 'set' })
      .tick('07:00')
    expect(run.told()).toEqual(['05:00 c begins line.recipe', '06:00 c returns line.recipe'])
    expect(run.alerts[0]).toMatchObject({ severity: 80, fields: { was: 80, value: 90, by: 10, series: 'set' } })
  })
  test('inside a work order it is accepted, and accepted from then on', () => {
    const run = line(guarded, [order])
      .at('01:00', 'line.recipe', 80, { kind: 'set' })
      .at('12:00', 'line.recipe', 90, { kind: 'set' })
      .at('25:00', 'line.recipe', 90, { kind: 'set' })
      .at('26:00', 'line.recipe', 80, { kind: 'set' })
      .tick('27:00')
    expect(run.told()).toEqual(['26:00 c begins line.recipe'])
    expect(run.alerts[0]!.fields).toMatchObject({ was: 90, acceptedBy: 'WO-17' })
  })
  test('a work order for other tags does not cover it, and creeping in small steps is found', () => {
    const run = line(guarded, [{ ...order, tags: ['other.*'] }])
      .every(60_000, '10:00', '15:00', 'line.recipe', (n) => 80 + n * 0.2, { kind: 'command' })
      .tick('16:00')
    expect(run.told()).toEqual(['13:00 c begins line.recipe'])
  })
  test('measured values may change as they like', () => {
    expect(line(guarded).at('01:00', 'line.recipe', 80).at('02:00', 'line.recipe', 90).tick('03:00').told()).toEqual([])
  })
})

describe('charts against the own baseline', () => {
  const wave = (n: number) => 100 + [-1, 0, 1, 0][n % 4]!
  test.each([
    ['cusum', `{ id: x, detect: cusum, tags: ['**'], learn: 5m }`, 'cusum'],
    ['ewma', `{ id: x, detect: ewma, tags: ['**'], learn: 5m, lambda: 0.1 }`, 'ewma'],
  ])('%s finds a shift of one standard deviation that no limit would, and its end', (_, detector, number) => {
    const run = line(detector)
      .every(5000, '00:00', '08:00', P, wave)
      .every(5000, '08:05', '16:00', P, (n) => wave(n) + 1)
      .every(5000, '16:05', '30:00', P, wave)
      .tick('30:00')
    expect(run.alerts.map(({ fields }) => fields.state)).toEqual(['standing', 'returned'])
    const [found, ended] = run.alerts
    expect(found!.at - momentOf('08:00')).toBeLessThan(120_000)
    expect(ended!.at - momentOf('16:00')).toBeLessThan(120_000)
    expect(found!.fields.mean).toBeCloseTo(100, 1)
    expect(found!.fields.sd).toBeCloseTo(0.71, 1)
    expect(Math.abs(Number(found!.fields[number]) - (number === 'ewma' ? 100 : 0))).toBeGreaterThan(
      Number(found!.fields.threshold),
    )
  })
  test('the EWMA chart starts with its narrow limits, so that a shift already there when learning ends is found at once', () => {
    const run = line(`{ id: x, detect: ewma, tags: ['**'], learn: 5m }`)
      .every(5000, '00:00', '04:55', P, wave)
      .at('05:00', P, 102.5)
      .tick('05:01')
    expect(run.told()).toEqual([`05:00 x begins ${P}`])
  })
  test('bad and uncertain samples teach nothing', () => {
    const detector = `{ id: x, detect: cusum, tags: ['**'], learn: 5m }`
    const run = line(detector).every(5000, '00:00', '08:00', P, wave)
    const dirty = line(detector)
    for (let s = 0; s <= 480; s += 5) {
      dirty.at(`00:${s}`, P, wave(s / 5))
      if (s < 300)
        dirty.at(`00:${s + 1}`, P, 9999, { quality: 'bad' }).at(`00:${s + 2}`, P, 9999, { quality: 'uncertain' })
    }
    const learnt = ({ state }: typeof run) =>
      (
        state.series[`measured:${P}`]!.memories['cusum:x'] as unknown as {
          learnt: { mean: number; sd: number; n: number }
        }
      ).learnt
    expect(learnt(dirty)).toEqual(learnt(run))
  })
  test('a changeover is no anomaly where the deviation from the set value is charted', () => {
    const detector = `{ id: x, detect: cusum, tags: ['**'], learn: 5m, against: { settle: 1m } }`
    const run = line(detector).at('00:00', P, 100, { kind: 'set' }).every(5000, '00:00', '08:00', P, wave)
    run
      .at('08:01', P, 120, { kind: 'set' })
      .every(5000, '08:05', '20:00', P, (n) => wave(n) + Math.min(20, n * 2))
      .tick('20:00')
    expect(run.told()).toEqual([])
  })
})

describe('silent sensor', () => {
  const heartbeat = `{ id: s, detect: silent, tags: ['**'], period: 10s, missed: 3 }`
  test('a sensor misses three periods while others report; it returns with its next sample', () => {
    const run = line(heartbeat)
      .at('00:00', P, 5)
      .every(10_000, '00:00', '02:00', 'other', () => 1)
      .at('02:00', P, 5)
      .tick('02:05')
    expect(run.told()).toEqual([`00:30 s begins ${P}`, `02:00 s returns ${P}`])
    expect(run.alerts[1]!.fields).toMatchObject({ silentMs: 120_000, limitMs: 30_000 })
  })
  test('a sample at the very end of the third period is in time', () => {
    expect(line(heartbeat).at('00:00', P, 5).at('00:30', P, 5).tick('00:31').told()).toEqual([])
  })
  test('a zone of which nothing is heard is judged only when a tick moves its time', () => {
    const run = line(heartbeat).at('00:00', P, 5)
    expect(run.told()).toEqual([])
    expect(run.tick('00:29').told()).toEqual([])
    expect(run.tick('00:31').told()).toEqual([`00:30 s begins ${P}`])
  })
  test('no sensor is silent while nothing of its zone is heard; one that stays away when the others are back is', () => {
    const run = line(heartbeat)
    const each10s = (minutes: number[], tags: string[]) => {
      for (const minute of minutes)
        for (const tens of [0, 1, 2, 3, 4, 5]) for (const tag of tags) run.at(`${minute}:${tens}0`, tag, 5)
    }
    each10s([0], [P, 'other', 'third'])
    each10s([11, 12], ['other', 'third'])
    expect(run.at('13:00', P, 5).tick('13:01').told()).toEqual([`11:30 s begins ${P}`, `13:00 s returns ${P}`])
    expect(run.alerts[0]!.fields).toMatchObject({ silentMs: 640_000, lastSampleAt: run.alerts[0]!.at - 640_000 })
  })
  test('a fast sensor among slow ones is found silent when the zone was heard twice without it', () => {
    const run = line(heartbeat)
      .at('00:00', P, 5)
      .every(60_000, '00:00', '05:00', 'slow', () => 5)
    expect(run.told().filter((each) => each.endsWith(P))).toEqual([`02:00 s begins ${P}`])
  })
  test('a sensor that says only "bad" says nothing', () => {
    expect(
      line(heartbeat)
        .at('00:00', P, 5)
        .every(10_000, '00:10', '01:00', P, () => 5, { quality: 'bad' })
        .told(),
    ).toEqual([`00:30 s begins ${P}`])
  })
})
