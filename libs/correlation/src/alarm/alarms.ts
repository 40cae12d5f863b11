import type { StandingAlarm } from '@genba/contracts'
import type { AlarmAt } from './alarm-machine.js'
import { DIRTY, FLAGS } from './rows.js'
import { quietPosition, type PastFlood, type Position } from './position.js'
import { checkSettings, type AlarmSettings } from './settings.js'
import { emptyTable, type Table } from './table.js'
import { noTallies, type Tallies } from './tally.js'
import { noZones, type Zone, type Zones } from './zones.js'

export const VERDICTS = [
  'new',
  'repeat',
  'chattering',
  'folded',
  'shelved',
  'suppressed',
  'outOfService',
  'returned',
] as const
export type VerdictKind = (typeof VERDICTS)[number]

/** What happened to alarms beside the verdict: by time, by a cover's begin or end, by a person. */
export type AlarmChange =
  | { is: 'moved'; id: string; from: AlarmAt; to: AlarmAt; at: number }
  /** Its cover ended while the condition still stands: it is presented to the operator again. */
  | { is: 'stillStanding'; id: string; from: AlarmAt; at: number; presented: 'shown' | 'folded' | 'chattering' }
  | { is: 'chattering' | 'steady' | 'standing' | 'stale'; id: string; at: number }
  | { is: 'floodBegan'; position: string; at: number }
  | { is: 'floodEnded'; flood: PastFlood }
  /** The row is gone; its last word, for the document. */
  | { is: 'forgotten' | 'evicted'; alarm: StandingAlarm }

/** Rows that left the table, and the alerts that they had counted. */
export type Gone = { rows: number; alerts: number }

/**
 * The alarm state of what one correlator partition owns. Plain data (see `snapshot`), changed in place for speed: whoever passes it to
 * `admit`, `advance` or `operate` goes on with the one they return.
 */
export type Alarms = {
  readonly settings: AlarmSettings
  table: Table
  zones: Zones
  positions: Map<string, Position>
  tallies: Tallies
  counts: Record<VerdictKind, number>
  /** Returns of alarms that nobody knew. */
  unmatched: number
  forgotten: Gone
  /** `unseen`: of the rows, those that stood unacknowledged. */
  evicted: Gone & { unseen: number }
  /** Up to this event time every row is settled. */
  sweptAt: number
  /** Rows whose document is behind, oldest change first. */
  dirty: number[]
  /** Changes of the present call, and how many did not fit. */
  told: AlarmChange[]
  untold: number
}

/** Changes that one call hands back; the rest is counted in `untold`, and each of their alarms is among the changed ones. */
export const TOLD_MAX = 10_000

export function noAlarms(settings: AlarmSettings): Alarms {
  return {
    settings: checkSettings(settings),
    table: emptyTable(settings),
    zones: noZones(),
    positions: new Map(),
    tallies: noTallies(),
    counts: { new: 0, repeat: 0, chattering: 0, folded: 0, shelved: 0, suppressed: 0, outOfService: 0, returned: 0 },
    unmatched: 0,
    forgotten: { rows: 0, alerts: 0 },
    evicted: { rows: 0, alerts: 0, unseen: 0 },
    sweptAt: 0,
    dirty: [],
    told: [],
    untold: 0,
  }
}

/** The change is made only where it fits: its words cost more than the change itself. */
export function tell(alarms: Alarms, change: () => AlarmChange): void {
  if (alarms.told.length < TOLD_MAX) alarms.told.push(change())
  else alarms.untold += 1
}

export function markChanged(alarms: Alarms, row: number): void {
  const { whole } = alarms.table.rows
  if (whole[row * 2 + FLAGS]! & DIRTY) return
  whole[row * 2 + FLAGS]! |= DIRTY
  alarms.dirty.push(row)
}

export function positionOf(alarms: Alarms, zone: Zone): Position {
  const known = alarms.positions.get(zone.position)
  if (known) return known
  const position = quietPosition(zone.position, alarms.settings)
  alarms.positions.set(zone.position, position)
  return position
}

const NOTHING: readonly AlarmChange[] = []

/** Hands over the changes of the present call. */
export function takeTold(alarms: Alarms): readonly AlarmChange[] {
  if (alarms.told.length === 0) return NOTHING
  const { told } = alarms
  alarms.told = []
  return told
}
