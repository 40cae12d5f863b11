import type { Alert } from '@genba/contracts'
import { markChanged, takeTold, type Alarms } from './alarms.js'
import { giveBack } from './give-back.js'
import { leave, makeRoom } from './leave.js'
import type { AlarmPolicy } from './policy.js'
import { COUNT, FIRST_AT, FLAGS, lastAt, LATCHES, SAMPLES, SAMPLES_MAX, SEVERITY, TIMES } from './rows.js'
import { packSample } from './sample.js'
import { recover, settle } from './settle.js'
import { stand } from './stand.js'
import { findRow, insertRow } from './table.js'
import type { Admitted, AdmitFacts, Verdict } from './verdict.js'
import { zoneOf, type Zone } from './zones.js'

/**
 * Takes one alert into the alarm state (ISA-18.2 / IEC 62682): deduplicates, hides what is covered, folds what comes in a flood, drops nothing.
 * Event time is the alert's; alerts of one id come once. `alarms` is changed in place, go on with `state`.
 */
export function admit(alarms: Alarms, alert: Alert, facts: AdmitFacts): Admitted {
  const verdict = judge(alarms, alert, facts)
  alarms.counts[verdict.is] += 1
  return { state: alarms, verdict, told: takeTold(alarms) }
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
