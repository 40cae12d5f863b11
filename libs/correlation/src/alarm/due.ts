import { ALARM_STATES } from './alarm-machine.js'
import type { Alarms } from './alarms.js'
import { endsAt } from './rate.js'
import {
  ACTIVE,
  ACTIVE_AT,
  CHATTERING,
  COVER_UNTIL,
  FLAGS,
  lastAt,
  SINCE,
  STALE,
  STANDING,
  STANDS,
  STATE,
  TIMES,
} from './rows.js'
import { FORGET_MS, NEVER_MS } from './settings.js'

/** The next event time at which something happens to the row if no alert comes. A repeat only ever moves it back, so it may be kept too early. */
export const nextDue = (alarms: Alarms, row: number): number =>
  Math.min(
    alarms.table.rows.real[row + COVER_UNTIL]!,
    silentAt(alarms, row),
    steadyAt(alarms, row),
    agedAt(alarms, row, STANDING),
    agedAt(alarms, row, STALE),
    forgetAt(alarms, row),
  )

/** When a condition whose source never ends it counts as over. */
export function silentAt({ settings, table: { rows } }: Alarms, row: number): number {
  const flags = rows.whole[row * 2 + FLAGS]!
  return flags & ACTIVE && !(flags & STANDS) ? lastAt(rows, row) + settings.silenceMs : NEVER_MS
}

/** When a chattering alarm has been slow for long enough. */
export const steadyAt = ({ settings, table: { rows } }: Alarms, row: number): number =>
  rows.whole[row * 2 + FLAGS]! & CHATTERING ? endsAt(rows.real, row + TIMES, settings.chatter) : NEVER_MS

/** When a condition that never broke off turns standing or stale. */
export function agedAt(
  { settings, table: { rows } }: Alarms,
  row: number,
  age: typeof STANDING | typeof STALE,
): number {
  const flags = rows.whole[row * 2 + FLAGS]!
  if (!(flags & ACTIVE) || flags & age) return NEVER_MS
  return rows.real[row + ACTIVE_AT]! + (age === STALE ? settings.staleMs : settings.standingMs)
}

/** When the row holds nothing that anybody still needs. */
export function forgetAt({ table: { rows } }: Alarms, row: number): number {
  const after = FORGET_MS[ALARM_STATES[rows.whole[row * 2 + STATE]!]!]
  if (after === undefined || rows.whole[row * 2 + FLAGS]! & CHATTERING) return NEVER_MS
  return Math.max(rows.real[row + SINCE]!, lastAt(rows, row)) + after
}
