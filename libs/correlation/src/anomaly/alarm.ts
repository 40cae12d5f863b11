/**
 * One alarm by ISA-18.2: the condition becomes true, holds for the on-delay, is annunciated, stands, is gone for the off-delay, returns.
 * `since` is when the condition began, `raisedAt` when it was last annunciated.
 */
export type Alarm =
  | { is: 'normal' }
  | { is: 'pending'; since: number }
  | { is: 'standing'; since: number; raisedAt: number; raises: number }
  | { is: 'clearing'; since: number; raisedAt: number; raises: number; clearSince: number }
export type Delays = { onDelayMs: number; offDelayMs: number; reAlarmMs: number }
export type Change = 'begin' | 'again' | 'return'

/** With the default of an hour this ends after a day, when ISA-18.2 calls the alarm stale: from then on repeating it tells nobody anything. */
export const RAISES_MAX = 24
export const NORMAL: Alarm = { is: 'normal' }

/** The alarm at event time `at`, given whether its condition holds, and what is to be annunciated. */
export function advance(
  alarm: Alarm,
  isAbnormal: boolean,
  at: number,
  delays: Delays,
): { alarm: Alarm; change?: Change } {
  switch (alarm.is) {
    case 'normal':
      return isAbnormal ? begin(at, at, delays) : { alarm }
    case 'pending':
      return isAbnormal ? begin(alarm.since, at, delays) : { alarm: NORMAL }
    case 'standing':
      if (!isAbnormal) return clear({ ...alarm, is: 'clearing', clearSince: at }, at, delays)
      if (alarm.raises >= RAISES_MAX || at < alarm.raisedAt + delays.reAlarmMs) return { alarm }
      return { alarm: { ...alarm, raisedAt: at, raises: alarm.raises + 1 }, change: 'again' }
    case 'clearing':
      if (!isAbnormal) return clear(alarm, at, delays)
      return { alarm: { is: 'standing', since: alarm.since, raisedAt: alarm.raisedAt, raises: alarm.raises } }
  }
}

/** When time alone changes the alarm, or Infinity. */
export function alarmDueAt(alarm: Alarm, delays: Delays): number {
  switch (alarm.is) {
    case 'normal':
      return Infinity
    case 'pending':
      return alarm.since + delays.onDelayMs
    case 'standing':
      return alarm.raises >= RAISES_MAX ? Infinity : alarm.raisedAt + delays.reAlarmMs
    case 'clearing':
      return alarm.clearSince + delays.offDelayMs
  }
}

/** Whether the condition held when last judged: what it is taken to do while only time passes. */
export const isAbnormalStill = (alarm: Alarm): boolean => alarm.is === 'pending' || alarm.is === 'standing'

function begin(since: number, at: number, { onDelayMs }: Delays): { alarm: Alarm; change?: Change } {
  if (at < since + onDelayMs) return { alarm: { is: 'pending', since } }
  return { alarm: { is: 'standing', since, raisedAt: at, raises: 1 }, change: 'begin' }
}

function clear(
  alarm: Extract<Alarm, { is: 'clearing' }>,
  at: number,
  { offDelayMs }: Delays,
): { alarm: Alarm; change?: Change } {
  return at < alarm.clearSince + offDelayMs ? { alarm } : { alarm: NORMAL, change: 'return' }
}
