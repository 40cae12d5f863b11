import { takeTold, tell, type AlarmChange, type Alarms } from './alarms.js'
import { leave, canTell } from './leave.js'
import type { AlarmPolicy } from './policy.js'
import { settlePosition } from './position.js'
import { settle } from './settle.js'
import { FORGET_MS } from './settings.js'
import { COVER, DUE_AT, EPOCH, ZONE } from './rows.js'
import { liveRows } from './table.js'
import { dropTally } from './tally.js'
import { dropZone, resolve } from './zones.js'

/** Hidden alerts stay listed this long after the last one, as long as alert.v1 keeps them. */
const TALLY_KEPT_MS = 7 * 86_400_000
/** A zone of a finished drill, or one that has gone quiet, holds nothing by then. */
const ZONE_KEPT_MS = FORGET_MS.returnedUnacknowledged!

/**
 * Lets event time pass: conditions fall silent, shelves and windows end, alarms turn standing and stale, floods end, old rows are forgotten. `now` is
 * the partition's watermark, no later than any alert still to come; call it at the same event times in a replay, and with the old policy before a new one.
 */
export function advance(
  alarms: Alarms,
  policy: AlarmPolicy,
  now: number,
): { state: Alarms; told: readonly AlarmChange[] } {
  const { table, zones, positions, tallies } = alarms
  const { real, whole } = table.rows
  for (const zone of zones.byNumber.values()) if (zone.policy !== policy) resolve(zone, policy)
  for (const row of liveRows(table)) {
    const zone = zones.byNumber.get(whole[row * 2 + ZONE]!)!
    if (real[row + DUE_AT]! > now && whole[row * 2 + EPOCH] === zone.epoch) continue
    // A row whose last word would not be heard waits for the next call.
    if (settle(alarms, zone, row, now) === 'forgettable' && canTell(alarms)) leave(alarms, row, 'forgotten')
  }
  for (const position of positions.values()) {
    const flood = settlePosition(position, alarms.settings, now)
    if (flood) tell(alarms, () => ({ is: 'floodEnded', flood }))
  }
  alarms.sweptAt = Math.max(alarms.sweptAt, now)
  for (const zone of [...zones.byNumber.values()])
    if (zone.rows === 0 && zone.usedAt + ZONE_KEPT_MS <= now) dropZone(zones, zone)
  const covering = new Set<number>()
  for (const row of liveRows(table)) covering.add(whole[row * 2 + COVER]!)
  for (const tally of [...tallies.byNumber.values()])
    if (!covering.has(tally.number) && tally.lastAt + TALLY_KEPT_MS <= now) dropTally(tallies, tally)
  return { state: alarms, told: takeTold(alarms) }
}
