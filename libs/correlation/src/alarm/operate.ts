import type { Alarms } from './alarms.js'
import type { AlarmPolicy } from './policy.js'
import { nextDue } from './due.js'
import { move } from './move.js'
import { pointText } from './point.js'
import { idOf, type AlarmKey } from './read-alarm.js'
import { settle } from './settle.js'
import { DUE_AT, ZONE } from './rows.js'
import { findRow, liveRows } from './table.js'
import { findZone, placeOfZone, resolve, type Zone } from './zones.js'

/** What a person does to one alarm. Shelving and the like are documents and come with the policy. */
export type Operation = { do: 'acknowledge' | 'reset'; alarm: AlarmKey; at: number }
export type Outcome = 'done' | 'refused' | 'unknown'

/** Acknowledges or resets an alarm at an event time. `refused` when its state does not allow it, `unknown` when nobody has such an alarm. */
export function operate(alarms: Alarms, policy: AlarmPolicy, { do: event, alarm, at }: Operation): Outcome {
  const zone = findZone(alarms.zones, alarm)
  if (!zone) return 'unknown'
  return carryOut(alarms, policy, {
    zone,
    row: findRow(alarms.table, zone.number, alarm.asset ?? '', alarm.rule, pointText(alarm)),
    event,
    at,
  })
}

type Named = { act: Operation['do']; plant: string; alarm: string; at: number }

/** Acknowledges or resets the alarm of an id. Ids are made of free text, so the rows of the zones that it may be in are asked for theirs. */
export function operateNamed(alarms: Alarms, policy: AlarmPolicy, { act, plant, alarm, at }: Named): Outcome {
  const zones = new Map(
    [...(alarms.zones.byPlant.get(plant)?.values() ?? [])]
      .filter((zone) => alarm.startsWith(`${placeOfZone({ ...zone, drill: undefined })}/`))
      .map((zone) => [zone.number, zone]),
  )
  if (zones.size === 0) return 'unknown'
  for (const row of liveRows(alarms.table)) {
    const zone = zones.get(alarms.table.rows.whole[row * 2 + ZONE]!)
    if (zone && idOf(alarms, row) === alarm) return carryOut(alarms, policy, { zone, row, event: act, at })
  }
  return 'unknown'
}

type Deed = { zone: Zone; row: number; event: Operation['do']; at: number }

function carryOut(alarms: Alarms, policy: AlarmPolicy, { zone, row, event, at }: Deed): Outcome {
  if (zone.policy !== policy) resolve(zone, policy)
  if (row < 0 || settle(alarms, zone, row, at) === 'forgettable') return 'unknown'
  const moved = move(alarms, row, event, at)
  alarms.table.rows.real[row + DUE_AT] = nextDue(alarms, row)
  return moved === 'moved' ? 'done' : 'refused'
}
