import type { AlarmCondition, Alert } from '@genba/contracts'
import { markChanged, type Alarms } from './alarms.js'
import { giveBack } from './give-back.js'
import { leave, makeRoom } from './leave.js'
import { pointOf } from './point.js'
import { COUNT, FIRST_AT, FLAGS, lastAt, LATCHES, SAMPLES, SAMPLES_MAX, SEVERITY, TIMES } from './rows.js'
import { recover, settle } from './settle.js'
import { stand } from './stand.js'
import { findRow, insertRow } from './table.js'
import type { Verdict } from './verdict.js'
import type { Zone } from './zones.js'

/**
 * Takes one alert into the alarm state (ISA-18.2 / IEC 62682): deduplicates, hides what is covered, folds what comes in a flood, drops nothing.
 * Event time is the alert's; alerts of one id come once. `zone` is the alert's (`zoneOf`), `sample` its place (`packSample`).
 */
export function admit(alarms: Alarms, zone: Zone, alert: Alert, condition: AlarmCondition, sample: number): Verdict {
  const verdict = judge(alarms, zone, alert, condition, sample)
  zone.counts[verdict.is] += 1
  zone.isChanged = true
  return verdict
}

function judge(alarms: Alarms, zone: Zone, alert: Alert, condition: AlarmCondition, sample: number): Verdict {
  const point = pointOf(alert)
  const known = knownRow(alarms, zone, alert, point)
  if (known < 0 && condition === 'returned') {
    alarms.unmatched += 1
    return { is: 'returned', alarm: undefined, counts: 'support' }
  }
  const row = known < 0 ? freshRow(alarms, zone, alert, point) : known
  const newestAt = lastAt(alarms.table.rows, row)
  noteAlert(alarms, row, alert, sample)
  if (condition === 'returned') return giveBack(alarms, zone, row, alert, newestAt)
  return stand(alarms, zone, row, alert, condition, sample)
}

/** The key's row, brought to the alert's time; -1 when there is none or it is forgotten by then. */
function knownRow(alarms: Alarms, zone: Zone, alert: Alert, point: string): number {
  const row = findRow(alarms.table, zone.number, alert.asset ?? '', alert.rule, point)
  if (row < 0 || settle(alarms, zone, row, alert.at) === 'kept') return row
  leave(alarms, row, 'forgotten')
  return -1
}

function freshRow(alarms: Alarms, zone: Zone, alert: Alert, point: string): number {
  makeRoom(alarms)
  const row = insertRow(alarms.table, zone.number, alert, point)
  zone.rows += 1
  zone.usedAt = Math.max(zone.usedAt, alert.at)
  if (zone.policy?.latched.size && zone.policy.latched.has(`${alert.plant}/${alert.rule}`))
    alarms.table.rows.whole[row * 2 + FLAGS]! |= LATCHES
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
