import type { StandingAlarm } from '@genba/contracts'
import type { AlarmAt } from './alarm-machine.js'
import { DIRTY, FLAGS } from './rows.js'
import { quietPosition, type PastFlood, type Position } from './position.js'
import { checkSettings, type AlarmSettings } from './settings.js'
import { emptyTable, type Table } from './table.js'
import { noTallies, type Tallies } from './tally.js'
import { noVerdicts, type Verdict, type VerdictCounts } from './verdict.js'
import { noZones, positionName, type Zone, type Zones } from './zones.js'

/** What happened to alarms beside the verdict: by time, by a cover's begin or end, by a person. */
export type AlarmChange =
  | { is: 'moved'; id: string; from: AlarmAt; to: AlarmAt; at: number }
  /** Its cover ended while the condition still stands: it is presented to the operator again. */
  | { is: 'stillStanding'; id: string; from: AlarmAt; at: number; presented: 'shown' | 'folded' | 'chattering' }
  | { is: 'chattering' | 'steady' | 'standing' | 'stale'; id: string; at: number }
  | { is: 'floodBegan'; position: string; at: number }
  | { is: 'floodEnded'; position: string; flood: PastFlood }
  | { is: 'forgotten' | 'evicted'; id: string; count: number }

/** Rows that left the table, and the alerts that they had counted. */
export type Gone = { rows: number; alerts: number }

/**
 * The alarm state of what one correlator partition owns. Plain data (see `snapshot`), changed in place for speed: `takeTold`
 * gives what `admit`, `advance` and `operate` have changed beside their answer.
 */
export type Alarms = {
  readonly settings: AlarmSettings
  /** Partition of alert.v1; it stands in front of every sample. */
  readonly partition: number
  table: Table
  zones: Zones
  tallies: Tallies
  /** Verdicts in zones that are let go; the others are with their zones. */
  countsBefore: VerdictCounts
  /** Returns of alarms that nobody knew. */
  unmatched: number
  forgotten: Gone
  /** `unseen`: of the rows, those that stood unacknowledged. */
  evicted: Gone & { unseen: number }
  /** Rows whose document is behind, oldest change first, from `dirtyFrom` on. */
  dirty: number[]
  dirtyFrom: number
  /** Handed over to be written: rows, and how many of the last words. */
  writing: { words: number; rows: readonly number[] }
  /** Last words of rows that are gone, to be written. */
  lastWords: StandingAlarm[]
  /** Handed out for each repeat, so that the hot path makes nothing. */
  readonly often: Record<'repeat' | 'chattering', Extract<Verdict, { is: 'repeat' | 'new' | 'chattering' }>>
  /** Changes since they were last taken, and how many did not fit. */
  told: AlarmChange[]
  untold: number
}

/** Changes that are kept until they are taken; the rest is counted in `untold`, and each of their alarms is among the changed ones. */
export const TOLD_MAX = 10_000

export function noAlarms(settings: AlarmSettings, partition: number): Alarms {
  return {
    settings: checkSettings(settings),
    partition,
    table: emptyTable(settings),
    zones: noZones(partition),
    tallies: noTallies(),
    countsBefore: noVerdicts(),
    unmatched: 0,
    forgotten: { rows: 0, alerts: 0 },
    evicted: { rows: 0, alerts: 0, unseen: 0 },
    dirty: [],
    dirtyFrom: 0,
    writing: { words: 0, rows: [] },
    lastWords: [],
    often: {
      repeat: { is: 'repeat', alarm: 0, counts: 'full' },
      chattering: { is: 'chattering', alarm: 0, counts: 'full' },
    },
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
  zone.position ??= openPosition(alarms, zone)
  return zone.position
}

function openPosition({ settings, zones: { desks } }: Alarms, zone: Zone): Position {
  if (zone.desk === undefined) return quietPosition(settings)
  const name = positionName(zone)
  const position = desks.get(name) ?? quietPosition(settings)
  desks.set(name, position)
  return position
}

const NOTHING: readonly AlarmChange[] = []

/** Hands over the changes since the last time. */
export function takeTold(alarms: Alarms): readonly AlarmChange[] {
  if (alarms.told.length === 0) return NOTHING
  const { told } = alarms
  alarms.told = []
  return told
}
