import { addId, hashId, hasId, noIds, type Hash } from './ids.js'
import type { PartitionState, ZoneState } from './state.js'

/** Ids remembered per zone and generation; beyond it the older generation is let go early, counted as `evicted.keys`. */
export const KEYS_MAX = 250_000
const SPAN_LEAST_MS = 900_000

/**
 * True when the zone has had this alert. Remembered is what arrived while the zone's clock moved on by the largest timespan and the
 * lateness (15 min at least): whatever comes again after that is late, so it can reach no window twice.
 */
export function isDuplicate(state: PartitionState, zone: ZoneState, id: string): boolean {
  hashId(id, asked)
  if (hasId(zone.young, asked) || hasId(zone.old, asked)) return true
  addId(zone.young, asked)
  if (zone.young.count >= KEYS_MAX) {
    state.counts.evicted.keys += zone.old.count
    turn(zone)
  }
  return false
}

const asked: Hash = { high: 0, low: 0 }

/** Lets the older generation go when the clock has passed the span since the last turn. */
export function turnGenerations(state: PartitionState, zone: ZoneState): void {
  if (zone.clockAt < zone.turnAt) return
  turn(zone)
  zone.turnAt = zone.clockAt + Math.max(SPAN_LEAST_MS, state.pack.timespanMaxMs + state.settings.latenessMs)
}

function turn(zone: ZoneState): void {
  zone.old = zone.young
  zone.young = noIds()
}
