import type { Operation } from '@genba/contracts'

/** What people's operations say about signals, the later over the earlier. */
export type People = {
  /** Signals that stay together, by a number for each such block. */
  blockOf: ReadonlyMap<string, number>
  /** Blocks that were taken out of an incident: they take in nothing by themselves. */
  wards: ReadonlySet<number>
  /** Signals of closed incidents, in the revision that was closed. */
  closedOf: ReadonlyMap<string, { at: number; revision: number }>
}

/** Operations that hold, in the order in which they were told: neither refused nor taken back. */
export function activeOf(operations: Iterable<Operation>): Operation[] {
  const all = [...operations].filter(({ refused }) => refused === undefined).sort((a, b) => a.order - b.order)
  const undone = new Set(all.flatMap(({ undoes }) => undoes ?? []))
  return all.filter(({ id, kind }) => kind !== 'undone' && !undone.has(id))
}

export function readPeople(operations: Iterable<Operation>): People {
  const active = activeOf(operations)
  const blockOf = new Map<string, number>()
  active.forEach((operation, number) => {
    if (operation.together) join(blockOf, operation.together, 2 * number)
    // What is taken out first: it leaves the block that the rest stays in.
    for (const signal of operation.apart ?? []) blockOf.set(signal, 2 * number + 1)
    if (operation.rest) join(blockOf, operation.rest, 2 * number)
  })
  return { blockOf, wards: wardsOf(active, blockOf), closedOf: closedOf(active) }
}

function join(blockOf: Map<string, number>, signals: readonly string[], block: number): void {
  const joined = new Set(signals.flatMap((signal) => blockOf.get(signal) ?? []))
  for (const [signal, before] of blockOf) if (joined.has(before)) blockOf.set(signal, block)
  for (const signal of signals) blockOf.set(signal, block)
}

/** A block that was put together again with what it was taken out of is none any more. */
function wardsOf(active: readonly Operation[], blockOf: ReadonlyMap<string, number>): Set<number> {
  return new Set(
    active.flatMap(({ apart = [], rest = [] }) => {
      const origin = new Set(rest.map((signal) => blockOf.get(signal)))
      return apart.flatMap((signal) => blockOf.get(signal) ?? []).filter((block) => !origin.has(block))
    }),
  )
}

function closedOf(active: readonly Operation[]): Map<string, { at: number; revision: number }> {
  const closed = new Map<string, { at: number; revision: number }>()
  for (const { at, closes = [] } of active)
    for (const { signal, revision } of closes)
      if ((closed.get(signal)?.at ?? -1) < at) closed.set(signal, { at, revision })
  return closed
}

/** True for an operation that is told on this incident: asked of it, the other side of it, or what it was split off by. */
export const touches = ({ id, incident, other }: Operation, of: string): boolean =>
  incident === of || other === of || id === of

/** The incident on the other side of an operation, seen from one of them. */
export function otherSide({ id, incident, other, apart }: Operation, from: string): string | undefined {
  if (from !== incident) return incident
  return other ?? (apart ? id : undefined)
}
