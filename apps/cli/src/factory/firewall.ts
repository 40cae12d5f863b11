import { Name } from '@genba/contracts'
import { z } from 'zod'

/** Deliveries remembered by key; the oldest is forgotten beyond it, and counted. */
export const DELIVERIES_MAX = 10_000

/** What a call of the plant firewall's API carries. */
export const Order = z.strictObject({
  plant: z.string().min(1),
  incident: z.string().min(1),
  /** How long it stands; absent: until it is unblocked. */
  holdMs: z.number().int().min(0).optional(),
  reason: z.string().optional(),
})
export type Order = z.infer<typeof Order>

const Conduit = z.object({ state: z.enum(['open', 'blocked']), since: z.number(), until: z.number().optional() })
const Delivery = z.object({
  key: z.string(),
  conduit: Name,
  action: z.enum(['block', 'unblock']),
  order: Order,
  at: z.number(),
  /** How often the key came: 1 is what must be. */
  received: z.number().int(),
})
export type Delivery = z.infer<typeof Delivery>

/** All that the stand-in firewall remembers. */
export const Firewall = z.object({
  v: z.literal(1),
  conduits: z.record(Name, Conduit),
  deliveries: z.array(Delivery),
  forgotten: z.number().int(),
})
export type Firewall = z.infer<typeof Firewall>

export const EMPTY_FIREWALL: Firewall = { v: 1, conduits: {}, deliveries: [], forgotten: 0 }

export type Change = Pick<Delivery, 'key' | 'conduit' | 'action' | 'order'>
export type Carried =
  { firewall: Firewall; delivery: Delivery; replayed: boolean } | { refused: 'key-of-another-order' }

/** Carries out an order once: the same key again changes nothing but its count; with another order it is refused. */
export function carryOut(firewall: Firewall, change: Change, now: number): Carried {
  const known = firewall.deliveries.find((delivery) => delivery.key === change.key)
  if (known === undefined) return first(firewall, { ...change, at: now, received: 1 })
  if (known.conduit !== change.conduit || known.action !== change.action) return { refused: 'key-of-another-order' }
  const again = { ...known, received: known.received + 1 }
  const deliveries = firewall.deliveries.map((delivery) => (delivery === known ? again : delivery))
  return { firewall: { ...firewall, deliveries }, delivery: again, replayed: true }
}

function first(firewall: Firewall, delivery: Delivery): Carried {
  const { conduit, action, order, at } = delivery
  const state = action === 'block' ? 'blocked' : 'open'
  const until = action === 'block' && order.holdMs !== undefined ? { until: at + order.holdMs } : {}
  const deliveries = [...firewall.deliveries, delivery]
  const forgotten = Math.max(0, deliveries.length - DELIVERIES_MAX)
  const next: Firewall = {
    v: 1,
    conduits: { ...firewall.conduits, [conduit]: { state, since: at, ...until } },
    deliveries: deliveries.slice(forgotten),
    forgotten: firewall.forgotten + forgotten,
  }
  return { firewall: next, delivery, replayed: false }
}

/** The conduits as they stand now: a hold that has run out opens again. */
export function conduitsAt(firewall: Firewall, now: number): Firewall['conduits'] {
  return Object.fromEntries(
    Object.entries(firewall.conduits).map(([id, conduit]) => [
      id,
      conduit.until !== undefined && conduit.until <= now ? { state: 'open' as const, since: conduit.until } : conduit,
    ]),
  )
}
