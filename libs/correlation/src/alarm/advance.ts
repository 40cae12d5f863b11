import { tell, type Alarms } from './alarms.js'
import { leave, canTell } from './leave.js'
import type { AlarmPolicy } from './policy.js'
import { settlePosition, type PastFlood } from './position.js'
import { settle } from './settle.js'
import { FORGET_MS } from './settings.js'
import { COVER, DUE_AT, EPOCH, ZONE } from './rows.js'
import { liveRows } from './table.js'
import { dropTally } from './tally.js'
import { dropZone, positionAt, positionName, resolve, type Zone } from './zones.js'

/** Hidden alerts stay listed this long after the last one, as long as alert.v1 keeps them. */
const TALLY_KEPT_MS = 7 * 86_400_000
/** A zone of a finished drill, or one that has gone quiet, holds nothing by then. */
const ZONE_KEPT_MS = FORGET_MS.returnedUnacknowledged!

/**
 * Lets event time pass in the real plants, or in one drill: conditions fall silent, shelves and windows end, alarms turn standing and stale, floods end,
 * old rows are forgotten. `now` is the watermark, no later than any alert still to come; call it at the same event times in a replay.
 */
export function advance(alarms: Alarms, policy: AlarmPolicy, now: number, drill?: string): void {
  const { table, zones, tallies } = alarms
  const { real, whole } = table.rows
  for (const zone of zones.byNumber.values()) if (zone.policy !== policy) resolve(zones, zone, policy)
  for (const row of liveRows(table)) {
    const zone = zones.byNumber.get(whole[row * 2 + ZONE]!)!
    if (zone.drill !== drill || (real[row + DUE_AT]! > now && whole[row * 2 + EPOCH] === zone.epoch)) continue
    // A row whose last word would not be heard waits for the next call.
    if (settle(alarms, zone, row, now) === 'forgettable' && canTell(alarms)) leave(alarms, row, 'forgotten')
  }
  for (const zone of [...zones.byNumber.values()]) {
    if (zone.drill !== drill) continue
    zone.sweptAt = Math.max(zone.sweptAt, now)
    const flood = settleSeat(alarms, zone, now)
    if (flood) {
      zone.isChanged = true
      tell(alarms, () => ({ is: 'floodEnded', position: positionName(zone), flood }))
    }
    if (zone.rows > 0 || zone.usedAt + ZONE_KEPT_MS > now) continue
    for (const is of Object.keys(zone.counts) as (keyof typeof zone.counts)[])
      alarms.countsBefore[is] += zone.counts[is]
    dropZone(zones, zone)
  }
  if (tallies.byNumber.size > 0) dropTallies(alarms, now)
}

function settleSeat({ zones, settings }: Alarms, zone: Zone, now: number): PastFlood | undefined {
  const position = positionAt(zones, zone)
  return position && settlePosition(position, settings, now)
}

function dropTallies({ table, tallies }: Alarms, now: number): void {
  const covering = new Set<number>()
  for (const row of liveRows(table)) covering.add(table.rows.whole[row * 2 + COVER]!)
  for (const tally of [...tallies.byNumber.values()])
    if (!covering.has(tally.number) && tally.lastAt + TALLY_KEPT_MS <= now) dropTally(tallies, tally)
}
