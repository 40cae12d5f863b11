import { takeTold, type AlarmChange, type Alarms } from './alarms.js'
import type { AlarmPolicy } from './policy.js'
import { nextDue } from './due.js'
import { move } from './move.js'
import { settle } from './settle.js'
import { DUE_AT } from './rows.js'
import { findRow } from './table.js'
import { zoneOf } from './zones.js'

export type AlarmKey = {
  plant: string
  zone: string
  asset?: string | undefined
  rule: string
  drill?: string | undefined
}
/** What a person does to one alarm. Shelving and the like are documents and come with the policy. */
export type Operation = { do: 'acknowledge' | 'reset'; alarm: AlarmKey; at: number }
export type Operated = { state: Alarms; outcome: 'done' | 'refused' | 'unknown'; told: readonly AlarmChange[] }

/** Acknowledges or resets an alarm at an event time. `refused` when its state does not allow it, `unknown` when nobody has such an alarm. */
export function operate(alarms: Alarms, policy: AlarmPolicy, { do: event, alarm, at }: Operation): Operated {
  const zone = zoneOf(alarms.zones, alarm, policy)
  const row = findRow(alarms.table, zone.number, alarm.asset ?? '', alarm.rule)
  if (row < 0 || settle(alarms, zone, row, at) === 'forgettable')
    return { state: alarms, outcome: 'unknown', told: takeTold(alarms) }
  const moved = move(alarms, row, event, at)
  alarms.table.rows.real[row + DUE_AT] = nextDue(alarms, row)
  return { state: alarms, outcome: moved === 'moved' ? 'done' : 'refused', told: takeTold(alarms) }
}
