import type { Alarms } from './alarms.js'
import type { AlarmPolicy } from './policy.js'
import { nextDue } from './due.js'
import { move } from './move.js'
import { pointText } from './point.js'
import { idOf, type AlarmKey } from './read-alarm.js'
import { settle } from './settle.js'
import { DUE_AT, ZONE } from './rows.js'
import { findRow, liveRows } from './table.js'
import { findZone, resolve, type Zone } from './zones.js'

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

/**
 * Acknowledges or resets the alarms of these ids, in this order. Ids are made of free text, so the rows of the zones that they may be in are asked
 * for theirs: one walk over the table, however many are named.
 */
export function operateNamed(alarms: Alarms, policy: AlarmPolicy, all: readonly Named[]): Outcome[] {
  const found = findNamed(alarms, all)
  return all.map(({ act, alarm, plant, at }) => {
    const known = found.get(alarm)
    return known?.zone.plant === plant ? carryOut(alarms, policy, { ...known, event: act, at }) : 'unknown'
  })
}

type Found = Pick<Deed, 'zone' | 'row'>

function findNamed(alarms: Alarms, all: readonly Named[]): Map<string, Found> {
  const found = new Map<string, Found>()
  const wanted = wantedOf(alarms, all)
  if (wanted.size === 0) return found
  for (const row of liveRows(alarms.table)) {
    const inZone = wanted.get(alarms.table.rows.whole[row * 2 + ZONE]!)
    if (!inZone) continue
    const id = idOf(alarms, row)
    if (inZone.ids.has(id) && !found.has(id)) found.set(id, { zone: inZone.zone, row })
  }
  return found
}

/** By the number of a zone the ids that may be in it. */
function wantedOf({ zones }: Alarms, all: readonly Named[]): Map<number, { zone: Zone; ids: Set<string> }> {
  const wanted = new Map<number, { zone: Zone; ids: Set<string> }>()
  for (const { plant, alarm } of all)
    for (const zone of zones.byPlant.get(plant)?.values() ?? []) {
      if (!alarm.startsWith(`${plant}/${zone.zone}/`)) continue
      const known = wanted.get(zone.number)
      if (known) known.ids.add(alarm)
      else wanted.set(zone.number, { zone, ids: new Set([alarm]) })
    }
  return wanted
}

type Deed = { zone: Zone; row: number; event: Operation['do']; at: number }

function carryOut(alarms: Alarms, policy: AlarmPolicy, { zone, row, event, at }: Deed): Outcome {
  if (zone.policy !== policy) resolve(alarms.zones, zone, policy)
  if (row < 0 || settle(alarms, zone, row, at) === 'forgettable') return 'unknown'
  const moved = move(alarms, row, event, at)
  alarms.table.rows.real[row + DUE_AT] = nextDue(alarms, row)
  return moved === 'moved' ? 'done' : 'refused'
}
