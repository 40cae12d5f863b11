import { ALARM_STATES, COVER_EVENT } from './alarm-machine.js'
import { tell, type Alarms } from './alarms.js'
import { coverAt, isCause } from './cover.js'
import { agedAt, forgetAt, nextDue, silentAt, steadyAt } from './due.js'
import { annunciate, conditionOver, mark, move } from './move.js'
import { idOf } from './read-alarm.js'
import {
  ACTIVE,
  ASSET,
  CHATTERING,
  COVER,
  COVER_UNTIL,
  DUE_AT,
  EPOCH,
  FLAGS,
  lastAt,
  RULE,
  SINCE,
  STALE,
  STANDING,
  STATE,
  TRIGGER,
} from './rows.js'
import { tallyOf } from './tally.js'
import type { Zone } from './zones.js'

/**
 * Brings a row to an event time: whatever time alone does to it happens at its own moment and in order, so that it makes no
 * difference whether a row was looked at often or once. Says `forgettable` when the row would be gone by then.
 */
export function settle(alarms: Alarms, zone: Zone, row: number, to: number): 'kept' | 'forgettable' {
  const { real, whole } = alarms.table.rows
  // Up to its newest alert, its last change and the last sweep the row is settled; what covers it is asked again from there.
  if (whole[row * 2 + EPOCH] !== zone.epoch)
    recover(alarms, zone, row, Math.max(zone.sweptAt, real[row + SINCE]!, lastAt(alarms.table.rows, row)))
  // Ends: each turn passes one due time, and those are its covers' edges and five of its own.
  while (real[row + DUE_AT]! <= to) {
    const at = real[row + DUE_AT]!
    if (step(alarms, zone, row, at) === 'forgettable') return 'forgettable'
    real[row + DUE_AT] = nextDue(alarms, row)
  }
  return 'kept'
}

/** Asks anew what covers the row and moves it under the cover or out of it. */
export function recover(alarms: Alarms, zone: Zone, row: number, at: number): void {
  const { assets, rules, rows } = alarms.table
  const { real, whole } = rows
  const rule = rules.texts[whole[row * 2 + RULE]!]!
  const cover = coverAt(zone, assets.texts[whole[row * 2 + ASSET]!]!, rule, at)
  whole[row * 2 + EPOCH] = zone.epoch
  real[row + COVER_UNTIL] = cover.until
  if (isCause(zone, rule)) whole[row * 2 + FLAGS]! |= TRIGGER
  else whole[row * 2 + FLAGS]! &= ~TRIGGER
  const was = whole[row * 2 + COVER]!
  const now = cover.by ? tallyOf(alarms.tallies, zone.number, cover.by).number : 0
  if (now !== was) {
    whole[row * 2 + COVER] = now
    if (cover.by) move(alarms, row, COVER_EVENT[cover.by.kind], at)
    else uncover(alarms, zone, row, at)
  }
  real[row + DUE_AT] = nextDue(alarms, row)
}

/** The cover has ended: what still stands behind it is presented anew (ISA-18.2 11.7). */
function uncover(alarms: Alarms, zone: Zone, row: number, at: number): void {
  const { whole } = alarms.table.rows
  const from = ALARM_STATES[whole[row * 2 + STATE]!]!
  const flags = whole[row * 2 + FLAGS]!
  move(alarms, row, flags & ACTIVE ? 'releaseActive' : 'releaseInactive', at)
  if (!(flags & ACTIVE)) return
  const presented = flags & CHATTERING ? 'chattering' : annunciate(alarms, zone, row, at).is
  tell(alarms, () => ({ is: 'stillStanding', id: idOf(alarms, row), from, at, presented }))
}

function step(alarms: Alarms, zone: Zone, row: number, at: number): 'kept' | 'forgettable' {
  if (alarms.table.rows.real[row + COVER_UNTIL]! <= at) recover(alarms, zone, row, at)
  if (silentAt(alarms, row) <= at) conditionOver(alarms, row, at)
  if (steadyAt(alarms, row) <= at) mark(alarms, row, 'steady', at)
  if (agedAt(alarms, row, STANDING) <= at) mark(alarms, row, 'standing', at)
  if (agedAt(alarms, row, STALE) <= at) mark(alarms, row, 'stale', at)
  return forgetAt(alarms, row) <= at ? 'forgettable' : 'kept'
}
