import { describe, expect, it } from '@jest/globals'
import type { Duty, Phase, PhaseTime } from '@genba/contracts'
import { phaseTimes, type Clocked } from './phase-times.js'

const HOUR = 3_600_000
/** Hours after midnight of Tuesday, 2026-11-24, in Tokyo. */
const at = (hours: number): number => Date.parse('2026-11-24T00:00:00+09:00') + hours * HOUR
const duty = (from: string, to: string, days = [0, 1, 2, 3, 4, 5, 6]): Duty => ({
  ...{ user: 'tanaka', role: 'shift-leader', days, from, to },
})
const DAY_AND_NIGHT = [duty('20:00', '08:00'), duty('08:00', '20:00')]
const stay = (phase: Phase, entered: number, left?: number, rest: Partial<PhaseTime> = {}): PhaseTime => ({
  ...{ loop: 1, phase, enteredAt: at(entered) },
  ...(left === undefined ? {} : { leftAt: at(left) }),
  ...rest,
})
const of = (clock: PhaseTime[], zones: Record<number, string[]> = { 1: ['line-1'] }): Clocked => ({
  clock,
  zonesOf: (loop) => zones[loop] ?? [],
})
const measured = (responses: Clocked[], duties: Duty[] = DAY_AND_NIGHT, span = { from: at(0), to: at(48) }) =>
  phaseTimes(responses, { duties, timeZone: 'Asia/Tokyo', ...span })
/** Hours of the phase by row, with stays and late ones where there are any. */
const hoursOf = (
  rows: {
    zone?: string
    from?: string | undefined
    phases: { phase: Phase; totalMs: number; stays: number; late: number }[]
  }[],
  phase: Phase,
) =>
  Object.fromEntries(
    rows.map((row) => {
      const { totalMs, stays, late } = row.phases.find((each) => each.phase === phase)!
      return [row.zone ?? row.from ?? 'none', [totalMs / HOUR, stays, late]]
    }),
  )

describe('the OODA clock by zone', () => {
  it('counts a stay in every zone that the incident had reached in that loop', () => {
    const spread = of([stay('decide', 1, 3), stay('decide', 5, 6, { loop: 2 })], {
      1: ['line-1'],
      2: ['line-1', 'agv'],
    })
    expect(hoursOf(measured([spread]).zones, 'decide')).toEqual({ 'line-1': [3, 2, 0], agv: [1, 1, 0] })
  })
  it('keeps the longest stay, and has every phase in each row', () => {
    const [row] = measured([of([stay('act', 1, 3), stay('act', 4, 9)])]).zones
    expect(row?.phases.map(({ phase }) => phase)).toEqual(['observe', 'orient', 'decide', 'act'])
    expect(row?.phases.at(-1)).toEqual({ phase: 'act', stays: 2, late: 0, totalMs: 7 * HOUR, longestMs: 5 * HOUR })
  })
  it('counts only what lies in the span, and what goes on until its end', () => {
    const span = { from: at(10), to: at(20) }
    const told = measured([of([stay('decide', 2, 12), stay('act', 18), stay('observe', 1, 2)])], [], span).zones
    expect([hoursOf(told, 'decide'), hoursOf(told, 'act'), hoursOf(told, 'observe')]).toEqual([
      { 'line-1': [2, 1, 0] },
      { 'line-1': [2, 1, 0] },
      { 'line-1': [0, 0, 0] },
    ])
  })
})

describe('the OODA clock by shift', () => {
  it('cuts a stay where a shift ends, on the clocks of the plant', () => {
    expect(hoursOf(measured([of([stay('decide', 6, 10)])]).shifts, 'decide')).toEqual({
      '08:00': [2, 1, 0],
      '20:00': [2, 1, 0],
    })
  })
  it('gives a night that goes past midnight to one shift', () => {
    expect(hoursOf(measured([of([stay('act', 22, 30)])]).shifts, 'act')).toMatchObject({ '20:00': [8, 1, 0] })
  })
  it('tells that it was late in the shift in which its budget ran out', () => {
    const late = of([stay('decide', 6, 10, { lateAt: at(9) })])
    expect(hoursOf(measured([late]).shifts, 'decide')).toMatchObject({ '08:00': [2, 1, 1], '20:00': [2, 1, 0] })
  })
  it('keeps what lies in no shift apart, also on days that have none', () => {
    const weekend = [duty('08:00', '20:00', [0, 6])]
    expect(hoursOf(measured([of([stay('act', 7, 21)])], weekend).shifts, 'act')).toEqual({
      '08:00': [0, 0, 0],
      none: [14, 1, 0],
    })
    expect(hoursOf(measured([of([stay('act', 7, 21)])], []).shifts, 'act')).toEqual({ none: [14, 1, 0] })
  })
  it('is one shift whoever works it, and asks only the hours of shift leaders', () => {
    const roster = [
      ...DAY_AND_NIGHT,
      { ...duty('08:00', '20:00'), user: 'sato' },
      { ...duty('09:00', '17:00'), role: 'soc-analyst' as const },
    ]
    expect(measured([], roster).shifts.map(({ from, to }) => [from, to])).toEqual([
      ['08:00', '20:00'],
      ['20:00', '08:00'],
    ])
  })
  it('gives time to the first of two shifts that overlap, and adds up to the whole', () => {
    const overlap = [duty('06:00', '15:00'), duty('14:00', '23:00')]
    const { shifts } = measured([of([stay('act', 5, 24)])], overlap)
    expect(hoursOf(shifts, 'act')).toEqual({ '06:00': [9, 1, 0], '14:00': [8, 1, 0], none: [2, 1, 0] })
  })
})
