import { operateNamed } from '../alarm/operate.js'
import type { AlarmOrders } from '../alarm/orders.js'
import type { PartitionState, World } from './state.js'

/**
 * Goes on by what people have told meanwhile. Covers count by event time; acknowledgements wait until theirs is reached, and what was carried out is
 * remembered as long as they are told.
 */
export function followOrders(state: PartitionState, orders: AlarmOrders): void {
  if (state.orders === orders) return
  state.orders = orders
  state.policy = orders.policy
  const lines = new Set([...orders.acknowledgements.values()].flatMap((all) => all.map(({ line }) => line)))
  for (const line of Object.keys(state.acknowledged)) if (!lines.has(line)) delete state.acknowledged[line]
  for (const world of state.worlds.values()) wait(state, world)
}

/** What this partition has not carried out yet in a world. */
export function wait({ orders, acknowledged }: PartitionState, world: World): void {
  const all = orders?.acknowledgements.get(world.drill ?? '') ?? []
  world.waiting = all.filter(({ line, order }) => order > (acknowledged[line] ?? -1))
}

/** Carries out what has fallen due by an event time, each once; alarms of other partitions are unknown here. */
export function acknowledgeUntil(state: PartitionState, world: World, at: number): void {
  const first = world.waiting.findIndex(({ from }) => from > at)
  const due = world.waiting.splice(0, first < 0 ? world.waiting.length : first)
  if (due.length === 0) return
  for (const { line, order } of due) state.acknowledged[line] = order
  for (const outcome of operateNamed(state.alarms, state.policy, due)) state.counts.acknowledged[outcome]++
}

/** The log is read to its end: what still waits for an event time will not wait for the next alert. */
export function acknowledgeAll(state: PartitionState): void {
  for (const world of state.worlds.values()) acknowledgeUntil(state, world, Infinity)
}
