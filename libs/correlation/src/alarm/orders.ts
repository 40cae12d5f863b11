import type { AlarmCover, AlarmLifecycle } from '@genba/contracts'
import { NO_DESIGN, type AlarmDesign } from './design.js'
import { compilePolicy, type AlarmPolicy } from './policy.js'

/** Everything that people told of alarms, as read from lifecycle.v1 so far, less what was let go. Reading a part of it again changes nothing. */
export type OrderBook = {
  covers: Map<string, { cover: AlarmCover } & Place>
  acknowledgements: Map<string, Acknowledgement>
}

/** Where a word stands in the plant's partition of lifecycle.v1, and when that took it in. */
export type Place = { order: number; toldAt: number }

/** `line` is a plant, or one drill in it: its acknowledgements are carried out in their order, and how far is kept by it. */
export type Acknowledgement = Place & {
  /** Resets take their turn among acknowledgements: a latched alarm may get both. */
  act: 'acknowledge' | 'reset'
  line: string
  drill: string
  plant: string
  alarm: string
  at: number
  /** Event time that must have been reached: no earlier than that of the one before it. */
  from: number
}

/** What alarms are judged by: made anew whenever people told something, never changed. */
export type AlarmOrders = {
  policy: AlarmPolicy
  covers: readonly AlarmCover[]
  /** By drill, empty for the real plants; in the order in which they fall due. */
  acknowledgements: ReadonlyMap<string, readonly Acknowledgement[]>
}

/** Place of what the documents still have but the topic does not. */
const OF_OLD: Place = { order: -1, toldAt: 0 }

/** Covers outlive the topic's retention in their documents: a removal from service has no end. */
export const openBook = (documents: readonly AlarmCover[] = []): OrderBook => ({
  covers: new Map(documents.map((cover) => [cover.id, { cover, ...OF_OLD }])),
  acknowledgements: new Map(),
})

/** What it was news of; undefined when it was known. */
export function noteOrder(
  { covers, acknowledgements }: OrderBook,
  told: AlarmLifecycle,
  place: Place,
): 'cover' | 'acknowledgement' | undefined {
  if (told.to === 'covered') {
    if ((covers.get(told.cover.id) ?? OF_OLD).order >= place.order) return undefined
    covers.set(told.cover.id, { cover: told.cover, ...place })
    return 'cover'
  }
  if (acknowledgements.has(told.id)) return undefined
  const { plant, alarm, at } = told
  const drill = drillOf(alarm)
  const act = told.to === 'reset' ? 'reset' : 'acknowledge'
  acknowledgements.set(told.id, { act, line: `${plant}~${drill}`, drill, plant, alarm, at, from: at, ...place })
  return 'acknowledgement'
}

/** Lets go of covers that had ended, and of acknowledgements, that were told before a time. What was told before it must not be noted again. */
export function letGo({ covers, acknowledgements }: OrderBook, before: number): void {
  for (const [id, { cover, toldAt }] of covers)
    if (cover.until !== undefined && cover.until < before && toldAt < before) covers.delete(id)
  for (const [id, { toldAt }] of acknowledgements) if (toldAt < before) acknowledgements.delete(id)
}

/** `design` is what the plants' own files and states say. The policy of `former` stays: no cover and no design changed since. */
export function ordersOf(
  { covers: all, acknowledgements }: OrderBook,
  design = NO_DESIGN,
  former?: AlarmOrders,
): AlarmOrders {
  const covers = former?.covers ?? [...all.values()].map(({ cover }) => cover)
  const policy = former?.policy ?? policyOfCovers(covers, design)
  return { policy, covers, acknowledgements: inTurn([...acknowledgements.values()]) }
}

export const policyOfCovers = (covers: readonly AlarmCover[], design: AlarmDesign = NO_DESIGN): AlarmPolicy =>
  compilePolicy({
    shelves: covers.filter((cover) => cover.kind === 'shelf'),
    outOfService: covers.filter((cover) => cover.kind === 'outOfService'),
    windows: covers.filter((cover) => cover.kind === 'maintenance'),
    ...design,
  })

function inTurn(all: Acknowledgement[]): Map<string, Acknowledgement[]> {
  const byDrill = new Map<string, Acknowledgement[]>()
  const reached = new Map<string, number>()
  for (const each of all.sort((a, b) => a.order - b.order)) {
    const from = Math.max(each.at, reached.get(each.line) ?? 0)
    reached.set(each.line, from)
    const list = byDrill.get(each.drill) ?? []
    byDrill.set(each.drill, list)
    list.push({ ...each, from })
  }
  for (const list of byDrill.values()) list.sort((a, b) => a.from - b.from || a.order - b.order)
  return byDrill
}

/** The drill at the end of an alarm's id, empty for a real one. */
const drillOf = (alarm: string): string => /~([^~/]+)$/.exec(alarm)?.[1] ?? ''
