import { ALARM_STATES, COVER_EVENT, TRANSITIONS, type AlarmEvent } from './alarm-machine.js'
import { markChanged, positionOf, tell, type Alarms } from './alarms.js'
import {
  ACTIVE,
  ACTIVE_AT,
  ANNUNCIATIONS,
  ASSET,
  CHATTERING,
  COVER,
  COVER_UNTIL,
  DUE_AT,
  EPOCH,
  FLAGS,
  lastAt,
  LATCHES,
  RULE,
  SAMPLES,
  SAMPLES_MAX,
  SEVERITY,
  SINCE,
  STALE,
  STANDING,
  STANDS,
  STATE,
  TIMES,
  TRIGGER,
} from './rows.js'
import { coverAt, isCause } from './cover.js'
import { present, settlePosition, type Presented } from './position.js'
import { endsAt, hasBegun } from './rate.js'
import { idOf } from './read-alarm.js'
import { FORGET_MS, NEVER_MS } from './settings.js'
import { tallyOf } from './tally.js'
import type { Zone } from './zones.js'

/**
 * Brings a row to an event time: whatever time alone does to it happens at its own moment and in order, so that it makes no
 * difference whether a row was looked at often or once. Says `forgettable` when the row would be gone by then.
 */
export function settle(alarms: Alarms, zone: Zone, row: number, to: number): 'kept' | 'forgettable' {
  const { real, whole } = alarms.table.rows
  // Up to its newest alert, its last change and the last sweep the row is settled; what covers it is asked again from there.
  if (whole[row * 2 + EPOCH] !== zone.epoch) recover(alarms, zone, row, Math.max(alarms.sweptAt, real[row + SINCE]!, lastAt(alarms.table.rows, row)))
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
  const { assets, rules } = alarms.table
  const { real, whole } = alarms.table.rows
  const rule = rules.texts[whole[row * 2 + RULE]!]!
  const cover = coverAt(zone, assets.texts[whole[row * 2 + ASSET]!]!, rule, at)
  whole[row * 2 + EPOCH] = zone.epoch
  real[row + COVER_UNTIL] = cover.until
  if (isCause(zone, rule)) whole[row * 2 + FLAGS]! |= TRIGGER
  else whole[row * 2 + FLAGS]! &= ~TRIGGER
  const was = whole[row * 2 + COVER]!
  const now = cover.by ? tallyOf(alarms.tallies, cover.by).number : 0
  if (now !== was) {
    whole[row * 2 + COVER] = now
    const from = ALARM_STATES[whole[row * 2 + STATE]!]!
    move(alarms, row, cover.by ? COVER_EVENT[cover.by.kind] : isActive(alarms, row) ? 'releaseActive' : 'releaseInactive', at)
    if (now === 0 && isActive(alarms, row)) {
      const presented = whole[row * 2 + FLAGS]! & CHATTERING ? 'chattering' : annunciate(alarms, zone, row, at).is
      tell(alarms, { is: 'stillStanding', id: idOf(alarms, row), from, at, presented })
    }
  }
  real[row + DUE_AT] = nextDue(alarms, row)
}

/** Makes one transition of the table and tells it; what is refused or stays changes nothing. */
export function move(alarms: Alarms, row: number, event: AlarmEvent, at: number): 'moved' | 'stayed' | 'refused' {
  const { real, whole } = alarms.table.rows
  const from = ALARM_STATES[whole[row * 2 + STATE]!]!
  const to = TRANSITIONS[from][event]
  if (to === 'refused') return 'refused'
  if (to === from) return 'stayed'
  whole[row * 2 + STATE] = ALARM_STATES.indexOf(to)
  real[row + SINCE] = at
  markChanged(alarms, row)
  tell(alarms, { is: 'moved', id: idOf(alarms, row), from, to, at })
  return 'moved'
}

/** Presents the alarm to its operator position, by itself or folded into a flood's line. */
export function annunciate(alarms: Alarms, zone: Zone, row: number, at: number): Presented {
  const { assets, rules } = alarms.table
  const { real, whole } = alarms.table.rows
  whole[row * 2 + ANNUNCIATIONS]! += 1
  const position = positionOf(alarms, zone)
  const ended = settlePosition(position, alarms.settings, at)
  if (ended) tell(alarms, { is: 'floodEnded', flood: ended })
  const wasQuiet = position.flood.at === 'quiet'
  const presented = present(position, alarms.settings, {
    rule: rules.texts[whole[row * 2 + RULE]!]!,
    asset: assets.texts[whole[row * 2 + ASSET]!]!,
    zone: zone.zone,
    severity: whole[row * 2 + SEVERITY]!,
    at,
    sample: real.subarray(row + SAMPLES, row + SAMPLES + SAMPLES_MAX).reduce((a, b) => Math.max(a, b)),
  })
  if (wasQuiet && presented.is === 'folded') tell(alarms, { is: 'floodBegan', position: position.id, at })
  return presented
}

/** The condition is over: known by the source's word or by its silence. */
export function conditionOver(alarms: Alarms, row: number, at: number): void {
  const { real, whole } = alarms.table.rows
  move(alarms, row, whole[row * 2 + FLAGS]! & LATCHES ? 'returnLatched' : 'return', at)
  whole[row * 2 + FLAGS]! &= ~(ACTIVE | STANDING | STALE)
  markChanged(alarms, row)
}

export const isActive = (alarms: Alarms, row: number): boolean => (whole[row * 2 + FLAGS]! & ACTIVE) !== 0

function step(alarms: Alarms, zone: Zone, row: number, at: number): 'kept' | 'forgettable' {
  const { real, whole } = alarms.table.rows
  const { settings } = alarms
  if (real[row + COVER_UNTIL]! <= at) recover(alarms, zone, row, at)
  if (silentAt(alarms, row) <= at) conditionOver(alarms, row, at)
  if (steadyAt(alarms, row) <= at) mark(alarms, row, 'steady', at)
  const flags = whole[row * 2 + FLAGS]!
  if (flags & ACTIVE && !(flags & STANDING) && real[row + ACTIVE_AT]! + settings.standingMs <= at) mark(alarms, row, 'standing', at)
  if (flags & ACTIVE && !(flags & STALE) && real[row + ACTIVE_AT]! + settings.staleMs <= at) mark(alarms, row, 'stale', at)
  return forgetAt(alarms, row) <= at ? 'forgettable' : 'kept'
}

const BIT = { standing: STANDING, stale: STALE, chattering: CHATTERING } as const

/** A quality of the row that people are told once. */
export function mark(alarms: Alarms, row: number, is: 'chattering' | 'steady' | 'standing' | 'stale', at: number): void {
  const { whole } = alarms.table.rows
  if (is === 'steady') whole[row * 2 + FLAGS]! &= ~CHATTERING
  else whole[row * 2 + FLAGS]! |= BIT[is]
  markChanged(alarms, row)
  tell(alarms, { is, id: idOf(alarms, row), at })
}

export function nextDue(alarms: Alarms, row: number): number {
  const { real, whole } = alarms.table.rows
  const flags = whole[row * 2 + FLAGS]!
  const { standingMs, staleMs } = alarms.settings
  const aged = !(flags & ACTIVE) || flags & STALE ? NEVER_MS : flags & STANDING ? real[row + ACTIVE_AT]! + staleMs : Math.min(real[row + ACTIVE_AT]! + standingMs, real[row + ACTIVE_AT]! + staleMs)
  return Math.min(real[row + COVER_UNTIL]!, silentAt(alarms, row), steadyAt(alarms, row), aged, forgetAt(alarms, row))
}

/** Whether the newest alerts of the row came fast enough to call it chattering. */
export const isFast = ({ settings, table }: Alarms, row: number): boolean => hasBegun(table.rows.real, row + TIMES, settings.chatter)

function silentAt({ settings, table }: Alarms, row: number): number {
  const flags = whole[row * 2 + FLAGS]!
  return flags & ACTIVE && !(flags & STANDS) ? lastAt(table.rows, row) + settings.silenceMs : NEVER_MS
}

function steadyAt({ settings, table }: Alarms, row: number): number {
  const { real, whole } = table.rows
  return whole[row * 2 + FLAGS]! & CHATTERING ? endsAt(real, row + TIMES, settings.chatter) : NEVER_MS
}

function forgetAt({ table }: Alarms, row: number): number {
  const { real, whole } = table.rows
  const after = FORGET_MS[ALARM_STATES[whole[row * 2 + STATE]!]!]
  return after === undefined || whole[row * 2 + FLAGS]! & CHATTERING ? NEVER_MS : Math.max(real[row + SINCE]!, lastAt(table.rows, row)) + after
}
