import type { Alert, CoverKind } from '@genba/contracts'
import { ALARM_STATES, TRANSITIONS } from './alarm-machine.js'
import { markChanged, type AlarmChange, type Alarms, type VerdictKind } from './alarms.js'
import {
  ACTIVE,
  ACTIVE_AT,
  CHATTERING,
  COUNT,
  COVER,
  DUE_AT,
  FIRST_AT,
  FLAGS,
  FLEETING,
  lastAt,
  LATCHES,
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
import { causeGone, causeStands } from './cover.js'
import { nextDue } from './due.js'
import { leave, makeRoom } from './leave.js'
import type { FoldBy } from './fold.js'
import { annunciate, conditionOver, mark, move } from './move.js'
import type { AlarmPolicy } from './policy.js'
import { hasBegun, noteTime } from './rate.js'
import { packSample } from './sample.js'
import { recover, settle } from './settle.js'
import { NEVER_MS } from './settings.js'
import { findRow, insertRow } from './table.js'
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

const HIDDEN_AS: Record<CoverKind, 'shelved' | 'outOfService' | 'suppressed'> = {
  shelf: 'shelved',
  outOfService: 'outOfService',
  design: 'suppressed',
  maintenance: 'suppressed',
}
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
  const row =
    condition === 'returned'
      ? knownRow(alarms, zone, alert)
      : (knownRow(alarms, zone, alert) ?? freshRow(alarms, zone, alert, policy))
  if (row === undefined) {
    alarms.unmatched += 1
    return { is: 'returned', alarm: undefined, counts: 'support' }
  }
  const sample = packSample(partition, offset)
  const newestAt = lastAt(alarms.table.rows, row)
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
  zone.usedAt = Math.max(zone.usedAt, alert.at)
  if (policy.latched.has(alert.rule)) alarms.table.rows.whole[row * 2 + FLAGS]! |= LATCHES
  recover(alarms, zone, row, alert.at)
  return row
}

/** The hot path of a repeat: counts it in its row. */
function noteAlert(alarms: Alarms, row: number, alert: Alert, sample: number): void {
  const { real, whole } = alarms.table.rows
  const count = real[row + COUNT]!
  // The first alert's place is kept; the newest ones take turns.
  real[row + SAMPLES + (count === 0 ? 0 : 1 + ((count - 1) % (SAMPLES_MAX - 1)))] = sample
  real[row + COUNT] = count + 1
  // Only a late alert can be the earliest.
  if (alert.at < real[row + TIMES]! && alert.at < real[row + FIRST_AT]!) real[row + FIRST_AT] = alert.at
  if (alert.severity > whole[row * 2 + SEVERITY]!) whole[row * 2 + SEVERITY] = alert.severity
  markChanged(alarms, row)
}

/** The source says that the condition is over. One that is not newer than the newest alert is late, and only counted. */
function giveBack(alarms: Alarms, zone: Zone, row: number, alert: Alert, newestAt: number): Verdict {
  const { real, whole } = alarms.table.rows
  const flags = whole[row * 2 + FLAGS]!
  if (flags & ACTIVE && alert.at > newestAt) {
    if (alert.at - real[row + ACTIVE_AT]! < alarms.settings.fleetingMs && !(flags & CHATTERING))
      whole[row * 2 + FLEETING] = Math.min(whole[row * 2 + FLEETING]! + 1, 0xffff)
    conditionOver(alarms, row, alert.at)
    if (flags & TRIGGER) causeGone(zone, alert.asset ?? '', alert.rule, alert.at)
    real[row + DUE_AT] = nextDue(alarms, row)
  }
  return { is: 'returned', alarm: row, counts: 'support' }
}

/** The condition is true: the alert is new work, a repeat, folded or hidden. */
function stand(
  alarms: Alarms,
  zone: Zone,
  row: number,
  alert: Alert,
  condition: 'reported' | 'stands',
  sample: number,
): Verdict {
  const { real, whole } = alarms.table.rows
  const { settings } = alarms
  const flags = whole[row * 2 + FLAGS]!
  noteArrival(alarms, row, alert.at)
  if (flags & TRIGGER)
    causeStands(
      zone,
      alert.asset ?? '',
      alert.rule,
      alert.at,
      condition === 'stands' ? NEVER_MS : alert.at + settings.silenceMs,
    )
  const isLate = !(flags & ACTIVE) && alert.at < real[row + SINCE]!
  if (!isLate && !(flags & ACTIVE)) activate(alarms, row, alert.at)
  if (condition === 'stands' && !(flags & STANDS)) whole[row * 2 + FLAGS]! |= STANDS
  if (!(flags & CHATTERING) && hasBegun(real, row + TIMES, settings.chatter)) {
    mark(alarms, row, 'chattering', alert.at)
    real[row + DUE_AT] = nextDue(alarms, row)
  }
  const tally = whole[row * 2 + COVER] === 0 ? undefined : alarms.tallies.byNumber.get(whole[row * 2 + COVER]!)
  if (tally) {
    const counts = countHidden(tally, alert, sample, settings.fullFrom0to100)
    const is = HIDDEN_AS[tally.kind]
    return is === 'suppressed'
      ? { is, alarm: row, counts, kind: tally.kind === 'maintenance' ? 'maintenance' : 'design', by: tally.id }
      : { is, alarm: row, counts, by: tally.id }
  }
  const from = ALARM_STATES[whole[row * 2 + STATE]!]!
  const isPresented = !isLate && TRANSITIONS[from].alarm !== from
  if (isPresented) move(alarms, row, 'alarm', alert.at)
  if (whole[row * 2 + FLAGS]! & CHATTERING) return { is: 'chattering', alarm: row, counts: 'full' }
  if (!isPresented) return { is: 'repeat', alarm: row, counts: 'full' }
  const presented = annunciate(alarms, zone, row, alert.at)
  if (presented.is === 'shown') return { is: 'new', alarm: row, counts: 'full' }
  return { is: 'folded', alarm: row, counts: 'full', position: zone.position, by: presented.by, group: presented.group }
}

function activate(alarms: Alarms, row: number, at: number): void {
  const { real, whole } = alarms.table.rows
  whole[row * 2 + FLAGS] = (whole[row * 2 + FLAGS]! | ACTIVE) & ~(STANDING | STALE)
  real[row + ACTIVE_AT] = at
  real[row + DUE_AT] = nextDue(alarms, row)
}

function noteArrival({ table }: Alarms, row: number, at: number): void {
  const { real, stride } = table.rows
  noteTime(real, row + TIMES, stride - TIMES, at)
}
