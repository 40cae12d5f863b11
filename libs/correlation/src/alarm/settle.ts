import { ALARM_STATES, COVER_EVENT, TRANSITIONS, type AlarmEvent } from './alarm-machine.js'
import { markChanged, positionOf, tell, type Alarms } from './alarms.js'
import { ACTIVE, CHATTERING, LATCHES, SAMPLES_MAX, STALE, STANDING, STANDS, TRIGGER } from './columns.js'
import { coverAt, isCause } from './cover.js'
import { present, settlePosition, type Presented } from './position.js'
import { endsAt, hasBegun } from './rate.js'
import { idOf } from './read-alarm.js'
import { FORGET_MS, NEVER_MS } from './settings.js'
import { lastAt } from './table.js'
import { tallyOf } from './tally.js'
import type { Zone } from './zones.js'

/**
 * Brings a row to an event time: whatever time alone does to it happens at its own moment and in order, so that it makes no
 * difference whether a row was looked at often or once. Says `forgettable` when the row would be gone by then.
 */
export function settle(alarms: Alarms, zone: Zone, row: number, to: number): 'kept' | 'forgettable' {
  const { columns: c } = alarms.table
  // Up to its newest alert, its last change and the last sweep the row is settled; what covers it is asked again from there.
  if (c.epoch[row] !== zone.epoch) recover(alarms, zone, row, Math.max(alarms.sweptAt, c.since[row]!, lastAt(alarms.table, row)))
  // Ends: each turn passes one due time, and those are its covers' edges and five of its own.
  while (c.dueAt[row]! <= to) {
    const at = c.dueAt[row]!
    if (step(alarms, zone, row, at) === 'forgettable') return 'forgettable'
    c.dueAt[row] = nextDue(alarms, row)
  }
  return 'kept'
}

/** Asks anew what covers the row and moves it under the cover or out of it. */
export function recover(alarms: Alarms, zone: Zone, row: number, at: number): void {
  const { columns: c, assets, rules } = alarms.table
  const rule = rules.texts[c.rule[row]!]!
  const cover = coverAt(zone, assets.texts[c.asset[row]!]!, rule, at)
  c.epoch[row] = zone.epoch
  c.coverUntil[row] = cover.until
  if (isCause(zone, rule)) c.flags[row]! |= TRIGGER
  else c.flags[row]! &= ~TRIGGER
  const was = c.cover[row]!
  const now = cover.by ? tallyOf(alarms.tallies, cover.by).number : 0
  if (now !== was) {
    c.cover[row] = now
    const from = ALARM_STATES[c.state[row]!]!
    move(alarms, row, cover.by ? COVER_EVENT[cover.by.kind] : isActive(alarms, row) ? 'releaseActive' : 'releaseInactive', at)
    if (now === 0 && isActive(alarms, row)) {
      const presented = c.flags[row]! & CHATTERING ? 'chattering' : annunciate(alarms, zone, row, at).is
      tell(alarms, { is: 'stillStanding', id: idOf(alarms, row), from, at, presented })
    }
  }
  c.dueAt[row] = nextDue(alarms, row)
}

/** Makes one transition of the table and tells it; what is refused or stays changes nothing. */
export function move(alarms: Alarms, row: number, event: AlarmEvent, at: number): 'moved' | 'stayed' | 'refused' {
  const { columns: c } = alarms.table
  const from = ALARM_STATES[c.state[row]!]!
  const to = TRANSITIONS[from][event]
  if (to === 'refused') return 'refused'
  if (to === from) return 'stayed'
  c.state[row] = ALARM_STATES.indexOf(to)
  c.since[row] = at
  markChanged(alarms, row)
  tell(alarms, { is: 'moved', id: idOf(alarms, row), from, to, at })
  return 'moved'
}

/** Presents the alarm to its operator position, by itself or folded into a flood's line. */
export function annunciate(alarms: Alarms, zone: Zone, row: number, at: number): Presented {
  const { columns: c, assets, rules } = alarms.table
  c.annunciations[row]! += 1
  const position = positionOf(alarms, zone)
  const ended = settlePosition(position, alarms.settings, at)
  if (ended) tell(alarms, { is: 'floodEnded', flood: ended })
  const wasQuiet = position.flood.at === 'quiet'
  const presented = present(position, alarms.settings, {
    rule: rules.texts[c.rule[row]!]!,
    asset: assets.texts[c.asset[row]!]!,
    zone: zone.zone,
    severity: c.severity[row]!,
    at,
    sample: c.samples.subarray(row * SAMPLES_MAX, (row + 1) * SAMPLES_MAX).reduce((a, b) => Math.max(a, b)),
  })
  if (wasQuiet && presented.is === 'folded') tell(alarms, { is: 'floodBegan', position: position.id, at })
  return presented
}

/** The condition is over: known by the source's word or by its silence. */
export function conditionOver(alarms: Alarms, row: number, at: number): void {
  const { columns: c } = alarms.table
  move(alarms, row, c.flags[row]! & LATCHES ? 'returnLatched' : 'return', at)
  c.flags[row]! &= ~(ACTIVE | STANDING | STALE)
  markChanged(alarms, row)
}

export const isActive = (alarms: Alarms, row: number): boolean => (alarms.table.columns.flags[row]! & ACTIVE) !== 0

function step(alarms: Alarms, zone: Zone, row: number, at: number): 'kept' | 'forgettable' {
  const { columns: c } = alarms.table
  const { settings } = alarms
  if (c.coverUntil[row]! <= at) recover(alarms, zone, row, at)
  if (silentAt(alarms, row) <= at) conditionOver(alarms, row, at)
  if (steadyAt(alarms, row) <= at) mark(alarms, row, 'steady', at)
  const flags = c.flags[row]!
  if (flags & ACTIVE && !(flags & STANDING) && c.activeAt[row]! + settings.standingMs <= at) mark(alarms, row, 'standing', at)
  if (flags & ACTIVE && !(flags & STALE) && c.activeAt[row]! + settings.staleMs <= at) mark(alarms, row, 'stale', at)
  return forgetAt(alarms, row) <= at ? 'forgettable' : 'kept'
}

const BIT = { standing: STANDING, stale: STALE, chattering: CHATTERING } as const

/** A quality of the row that people are told once. */
export function mark(alarms: Alarms, row: number, is: 'chattering' | 'steady' | 'standing' | 'stale', at: number): void {
  const { flags } = alarms.table.columns
  if (is === 'steady') flags[row]! &= ~CHATTERING
  else flags[row]! |= BIT[is]
  markChanged(alarms, row)
  tell(alarms, { is, id: idOf(alarms, row), at })
}

export function nextDue(alarms: Alarms, row: number): number {
  const { columns: c } = alarms.table
  const flags = c.flags[row]!
  const { standingMs, staleMs } = alarms.settings
  const aged = !(flags & ACTIVE) || flags & STALE ? NEVER_MS : flags & STANDING ? c.activeAt[row]! + staleMs : Math.min(c.activeAt[row]! + standingMs, c.activeAt[row]! + staleMs)
  return Math.min(c.coverUntil[row]!, silentAt(alarms, row), steadyAt(alarms, row), aged, forgetAt(alarms, row))
}

/** Whether the newest alerts of the row came fast enough to call it chattering. */
export const isFast = ({ settings, table }: Alarms, row: number): boolean => hasBegun(table.columns.times, row * (table.columns.times.length / table.capacity), settings.chatter)

function silentAt({ settings, table }: Alarms, row: number): number {
  const flags = table.columns.flags[row]!
  return flags & ACTIVE && !(flags & STANDS) ? lastAt(table, row) + settings.silenceMs : NEVER_MS
}

function steadyAt({ settings, table }: Alarms, row: number): number {
  const { columns: c } = table
  return c.flags[row]! & CHATTERING ? endsAt(c.times, row * (c.times.length / table.capacity), settings.chatter) : NEVER_MS
}

function forgetAt({ table }: Alarms, row: number): number {
  const { columns: c } = table
  const after = FORGET_MS[ALARM_STATES[c.state[row]!]!]
  return after === undefined || c.flags[row]! & CHATTERING ? NEVER_MS : Math.max(c.since[row]!, lastAt(table, row)) + after
}
