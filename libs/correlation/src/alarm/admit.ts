import type { Alert, CoverKind } from '@genba/contracts'
import { ALARM_STATES, TRANSITIONS } from './alarm-machine.js'
import { markChanged, type AlarmChange, type Alarms, type VerdictKind } from './alarms.js'
import { ACTIVE, CHATTERING, LATCHES, SAMPLES_MAX, STANDING, STALE, STANDS, TRIGGER, type Columns } from './columns.js'
import { causeGone, causeStands } from './cover.js'
import { leave, makeRoom } from './leave.js'
import type { FoldBy } from './fold.js'
import type { AlarmPolicy } from './policy.js'
import { noteTime } from './rate.js'
import { packSample } from './sample.js'
import { annunciate, conditionOver, isFast, mark, move, nextDue, recover, settle } from './settle.js'
import { NEVER_MS } from './settings.js'
import { findRow, insertRow, lastAt } from './table.js'
import { countHidden, type Weight } from './tally.js'
import { zoneOf, type Zone } from './zones.js'

/** What the report says about the condition: `reported` by a source that never says when it is over. */
export type Condition = 'reported' | 'stands' | 'returned'
export type AdmitFacts = { policy: AlarmPolicy; condition: Condition; partition: number; offset: number }

/**
 * What became of one alert; every alert gets exactly one, and `counts` says how it still takes part in correlation.
 * `alarm` is the row for `readAlarm`, good until the next call.
 */
export type Verdict =
  | { is: 'new' | 'repeat' | 'chattering'; alarm: number; counts: 'full' }
  | { is: 'folded'; alarm: number; counts: 'full'; position: string; by: FoldBy; group: string }
  | { is: 'shelved' | 'outOfService'; alarm: number; counts: Weight; by: string }
  | { is: 'suppressed'; alarm: number; counts: Weight; kind: 'design' | 'maintenance'; by: string }
  | { is: 'returned'; alarm: number | undefined; counts: 'support' }
export type Admitted = { state: Alarms; verdict: Verdict; told: readonly AlarmChange[] }

const HIDDEN_AS: Record<CoverKind, 'shelved' | 'outOfService' | 'suppressed'> = { shelf: 'shelved', outOfService: 'outOfService', design: 'suppressed', maintenance: 'suppressed' }
const NOTHING: readonly AlarmChange[] = []

/**
 * Takes one alert into the alarm state (ISA-18.2 / IEC 62682): deduplicates, hides what is covered, folds what comes in a flood, drops nothing.
 * Event time is the alert's; alerts of one id come once. `alarms` is changed in place, go on with `state`.
 */
export function admit(alarms: Alarms, alert: Alert, facts: AdmitFacts): Admitted {
  const verdict = judge(alarms, alert, facts)
  alarms.counts[verdict.is as VerdictKind] += 1
  return { state: alarms, verdict, told: takeTold(alarms) }
}

/** Hands over the changes of the present call. */
export function takeTold(alarms: Alarms): readonly AlarmChange[] {
  if (alarms.told.length === 0) return NOTHING
  const { told } = alarms
  alarms.told = []
  return told
}

function judge(alarms: Alarms, alert: Alert, { policy, condition, partition, offset }: AdmitFacts): Verdict {
  const zone = zoneOf(alarms.zones, alert, policy)
  if (alert.at > zone.lastAt) zone.lastAt = alert.at
  const row = condition === 'returned' ? knownRow(alarms, zone, alert) : (knownRow(alarms, zone, alert) ?? freshRow(alarms, zone, alert, policy))
  if (row === undefined) {
    alarms.unmatched += 1
    return { is: 'returned', alarm: undefined, counts: 'support' }
  }
  const sample = packSample(partition, offset)
  const newestAt = lastAt(alarms.table, row)
  noteAlert(alarms, row, alert, sample)
  if (condition === 'returned') return giveBack(alarms, zone, row, alert, newestAt)
  return stand(alarms, zone, row, alert, condition, sample)
}

/** The key's row, brought to the alert's time; undefined when there is none or it is forgotten by then. */
function knownRow(alarms: Alarms, zone: Zone, alert: Alert): number | undefined {
  const row = findRow(alarms.table, zone.number, alert.asset ?? '', alert.rule)
  if (row < 0) return undefined
  if (settle(alarms, zone, row, alert.at) === 'kept') return row
  leave(alarms, row, 'forgotten')
  return undefined
}

function freshRow(alarms: Alarms, zone: Zone, alert: Alert, policy: AlarmPolicy): number {
  makeRoom(alarms)
  const row = insertRow(alarms.table, zone.number, alert.asset ?? '', alert.rule, alert.name, alert.at)
  zone.rows += 1
  if (policy.latched.has(alert.rule)) alarms.table.columns.flags[row]! |= LATCHES
  recover(alarms, zone, row, alert.at)
  return row
}

/** The hot path of a repeat: counts it in its row. */
function noteAlert(alarms: Alarms, row: number, alert: Alert, sample: number): void {
  const c: Columns = alarms.table.columns
  const count = c.count[row]!
  // The first alert's place is kept; the newest ones take turns.
  c.samples[row * SAMPLES_MAX + (count === 0 ? 0 : 1 + ((count - 1) % (SAMPLES_MAX - 1)))] = sample
  c.count[row] = count + 1
  if (alert.at < c.firstAt[row]!) c.firstAt[row] = alert.at
  if (alert.severity > c.severity[row]!) c.severity[row] = alert.severity
  markChanged(alarms, row)
}

/** The source says that the condition is over. One that is not newer than the newest alert is late, and only counted. */
function giveBack(alarms: Alarms, zone: Zone, row: number, alert: Alert, newestAt: number): Verdict {
  const c = alarms.table.columns
  const flags = c.flags[row]!
  if (flags & ACTIVE && alert.at > newestAt) {
    if (alert.at - c.activeAt[row]! < alarms.settings.fleetingMs && !(flags & CHATTERING)) c.fleeting[row] = Math.min(c.fleeting[row]! + 1, 0xffff)
    conditionOver(alarms, row, alert.at)
    if (flags & TRIGGER) causeGone(zone, alert.asset ?? '', alert.rule, alert.at)
    c.dueAt[row] = nextDue(alarms, row)
  }
  return { is: 'returned', alarm: row, counts: 'support' }
}

/** The condition is true: the alert is new work, a repeat, folded or hidden. */
function stand(alarms: Alarms, zone: Zone, row: number, alert: Alert, condition: 'reported' | 'stands', sample: number): Verdict {
  const c = alarms.table.columns
  const { settings } = alarms
  const flags = c.flags[row]!
  noteArrival(alarms, row, alert.at)
  if (flags & TRIGGER) causeStands(zone, alert.asset ?? '', alert.rule, alert.at, condition === 'stands' ? NEVER_MS : alert.at + settings.silenceMs)
  const isLate = !(flags & ACTIVE) && alert.at < c.since[row]!
  if (!isLate && !(flags & ACTIVE)) activate(alarms, row, alert.at)
  if (condition === 'stands' && !(flags & STANDS)) c.flags[row]! |= STANDS
  if (!(flags & CHATTERING) && isFast(alarms, row)) {
    mark(alarms, row, 'chattering', alert.at)
    c.dueAt[row] = nextDue(alarms, row)
  }
  const tally = c.cover[row] === 0 ? undefined : alarms.tallies.byNumber.get(c.cover[row]!)
  if (tally) {
    const counts = countHidden(tally, alert, sample, settings.fullFrom0to100)
    const is = HIDDEN_AS[tally.kind]
    return is === 'suppressed' ? { is, alarm: row, counts, kind: tally.kind === 'maintenance' ? 'maintenance' : 'design', by: tally.id } : { is, alarm: row, counts, by: tally.id }
  }
  const from = ALARM_STATES[c.state[row]!]!
  const isPresented = !isLate && TRANSITIONS[from].alarm !== from
  if (isPresented) move(alarms, row, 'alarm', alert.at)
  if (c.flags[row]! & CHATTERING) return { is: 'chattering', alarm: row, counts: 'full' }
  if (!isPresented) return { is: 'repeat', alarm: row, counts: 'full' }
  const presented = annunciate(alarms, zone, row, alert.at)
  if (presented.is === 'shown') return { is: 'new', alarm: row, counts: 'full' }
  return { is: 'folded', alarm: row, counts: 'full', position: zone.position, by: presented.by, group: presented.group }
}

function activate(alarms: Alarms, row: number, at: number): void {
  const c = alarms.table.columns
  c.flags[row] = (c.flags[row]! | ACTIVE) & ~(STANDING | STALE)
  c.activeAt[row] = at
  c.dueAt[row] = nextDue(alarms, row)
}

function noteArrival({ table }: Alarms, row: number, at: number): void {
  const width = table.columns.times.length / table.capacity
  noteTime(table.columns.times, row * width, width, at)
}

