import type { Alarms } from './alarms.js'
import type { AlarmPolicy } from './policy.js'
import { nextDue } from './due.js'
import { move } from './move.js'
import { pointText } from './point.js'
import type { AlarmKey } from './read-alarm.js'
import { settle } from './settle.js'
import { DUE_AT } from './rows.js'
import { findRow } from './table.js'
import { findZone, resolve } from './zones.js'

/** What a person does to one alarm. Shelving and the like are documents and come with the policy. */
export type Operation = { do: 'acknowledge' | 'reset'; alarm: AlarmKey; at: number }
export type Outcome = 'done' | 'refused' | 'unknown'

/** Acknowledges or resets an alarm at an event time. `refused` when its state does not allow it, `unknown` when nobody has such an alarm. */
export function operate(alarms: Alarms, policy: AlarmPolicy, { do: event, alarm, at }: Operation): Outcome {
  const zone = findZone(alarms.zones, alarm)
  if (!zone) return 'unknown'
  if (zone.policy !== policy) resolve(zone, policy)
  const row = findRow(alarms.table, zone.number, alarm.asset ?? '', alarm.rule, pointText(alarm))
  if (row < 0 || settle(alarms, zone, row, at) === 'forgettable') return 'unknown'
  const moved = move(alarms, row, event, at)
  alarms.table.rows.real[row + DUE_AT] = nextDue(alarms, row)
  return moved === 'moved' ? 'done' : 'refused'
}
