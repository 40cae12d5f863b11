import type { AlarmAt } from './alarm-machine.js'

/** Begins with `atLeast` in `withinMs`, ends with fewer than `below` in `endMs`: the gap between the two is the hysteresis. */
export type Rate = { atLeast: number; withinMs: number; below: number; endMs: number }

export type AlarmSettings = {
  /** Rows in the table. Above it one row is evicted for each that comes, and counted in `evicted`. */
  alarmsMax: number
  /** A source that never says when its condition is over: the alarm has returned after this long without a repeat. */
  silenceMs: number
  fleetingMs: number
  standingMs: number
  staleMs: number
  chatter: Rate
  flood: Rate
  /** What a plant lets its people shelve at most; a longer shelf ends here. The contract's SHELF_MAX_MS is the ceiling. */
  shelfMaxMs: number
  /** From this severity on an alert counts in full for correlation, whatever covers its alarm. */
  fullFrom0to100: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** ISA-18.2 / IEC 62682 clause 16: flood above 10 in 10 minutes until below 5, chattering from 3 a minute, stale after 24 h. */
export const ALARM_DEFAULTS: AlarmSettings = {
  alarmsMax: 1_000_000,
  silenceMs: 15 * MINUTE_MS,
  fleetingMs: MINUTE_MS,
  standingMs: HOUR_MS,
  staleMs: 24 * HOUR_MS,
  chatter: { atLeast: 3, withinMs: MINUTE_MS, below: 2, endMs: 5 * MINUTE_MS },
  flood: { atLeast: 11, withinMs: 10 * MINUTE_MS, below: 5, endMs: 10 * MINUTE_MS },
  shelfMaxMs: 8 * HOUR_MS,
  fullFrom0to100: 80,
}

/** Times that a rate keeps per alarm or position; more would be paid in memory a million times. */
export const RATE_TIMES_MAX = 64
/** Later than any event: a due time that never comes, yet survives JSON. */
export const NEVER_MS = Number.MAX_SAFE_INTEGER

/** When a row may be forgotten after its last change. What still asks for a person or still stands is kept; 7 days is the topic's retention. */
export const FORGET_MS: Partial<Record<AlarmAt, number>> = { normal: HOUR_MS, returnedUnacknowledged: 7 * 24 * HOUR_MS }

/** Throws when a rate could never end or never begin, so that a wrong setting stops the start and not the night shift. */
export function checkSettings(settings: AlarmSettings): AlarmSettings {
  for (const name of ['chatter', 'flood'] as const) {
    const { atLeast, below, withinMs, endMs } = settings[name]
    if (!(below >= 1 && atLeast >= below && atLeast <= RATE_TIMES_MAX && withinMs > 0 && endMs > 0))
      throw new Error(
        `alarm setting ${name}: needs 1 ≤ below ≤ atLeast ≤ ${RATE_TIMES_MAX} and spans above 0, has ${JSON.stringify(settings[name])}`,
      )
  }
  if (!(settings.alarmsMax >= 1 && settings.silenceMs > 0))
    throw new Error('alarm settings alarmsMax and silenceMs: must be above 0')
  return settings
}
