import type { Alert } from '@genba/contracts'
import { advance } from '../alarm/advance.js'
import type { PartitionState, World } from './state.js'

export type Clocked = { clockAt: number; heardAt: number }

/** Event time between two looks at all alarms. */
export const TICK_MS = 60_000

/** At each tick of the world's time all its alarms are looked at, as of a time that no alert in time is behind of. */
export function tick(state: PartitionState, world: World, at: number): void {
  if (at < world.tickAt) return
  world.tickAt = at + TICK_MS
  advance(state.alarms, state.policy, at - state.settings.latenessMs, world.drill)
}

/** The clock moves on to a newer alert. What a source dates ahead of its receipt has its time when ours has come there. */
export function hear(clock: Clocked, { at, receivedAt }: Alert): void {
  clock.clockAt = at
  clock.heardAt = Math.max(clock.heardAt, receivedAt, at)
}
