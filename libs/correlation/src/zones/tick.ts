import { advance } from '../alarm/advance.js'
import type { PartitionState, World } from './state.js'

/** Event time between two looks at all alarms. */
export const TICK_MS = 60_000

/** Moves the world's time on; at each tick all its alarms are looked at, as of a time that no alert in time is behind of. */
export function tick(state: PartitionState, world: World, at: number): void {
  world.clockAt = at
  if (at < world.tickAt) return
  world.tickAt = at + TICK_MS
  advance(state.alarms, state.policy, at - state.settings.latenessMs, world.drill)
}
