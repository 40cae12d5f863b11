import { expire } from '../windows/track.js'
import { acknowledgeUntil } from './follow-orders.js'
import { zonesOf } from './correlate.js'
import { tick, type Clocked } from './tick.js'
import type { PartitionState, World, ZoneState } from './state.js'

/**
 * Takes a tick of the log (docs/decisions/0022): the clock by which alerts are received has come to `writtenAt`. Event time went on by as much as that clock since the
 * newest alert. Alarms fall silent and covers end by it; in a zone that was quiet for longer than the lateness all windows are judged. No alert becomes late by it:
 * a relay that was cut off and sends what it held back is heard in full.
 */
export function passTime(state: PartitionState, writtenAt: number): void {
  for (const world of state.worlds.values()) passWorld(state, world, writtenAt)
  const final = state.pack.rules.flatMap(({ isFinal }, index) => (isFinal ? [index] : []))
  for (const zone of zonesOf(state)) settleQuiet(state, zone, final, writtenAt)
}

function passWorld(state: PartitionState, world: World, writtenAt: number): void {
  const now = world.clockAt + goneSince(world, writtenAt)
  acknowledgeUntil(state, world, now)
  tick(state, world, now)
}

function settleQuiet(state: PartitionState, zone: ZoneState, final: readonly number[], writtenAt: number): void {
  const now = finalClock(zone, state.settings.latenessMs, writtenAt)
  if (now === zone.clockAt) return
  for (const index of final) {
    const tracks = zone.tracks[index]
    if (!tracks) continue
    const rule = state.pack.rules[index]!
    for (const [key, track] of tracks) if (expire({ state, zone, rule }, track, now)) tracks.delete(key)
    if (tracks.size === 0) zone.tracks[index] = undefined
  }
}

/** The time by which windows of a zone are judged: with a tick in a quiet zone that time has gone on, else it is that of its newest alert. */
export function finalClock(zone: ZoneState, latenessMs: number, writtenAt?: number): number {
  const gone = writtenAt === undefined ? 0 : goneSince(zone, writtenAt)
  return gone > latenessMs ? zone.clockAt + gone : zone.clockAt
}

function goneSince(clock: Clocked, writtenAt: number): number {
  // Kept before there were ticks: the first one says from when on.
  if (clock.heardAt === 0) clock.heardAt = writtenAt
  return Math.max(0, writtenAt - clock.heardAt)
}
