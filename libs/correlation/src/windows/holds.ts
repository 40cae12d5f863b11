import type { CorrelationRule } from '../rules/compile-correlation.js'
import { firstFrom, type Member } from './member.js'

/** Judged when final: a later alert could undo them. */
const FINAL_KINDS: ReadonlySet<CorrelationRule['kind']> = new Set(['value_sum', 'value_avg', 'value_percentile'])

/** What a condition looks at. */
export type Held = Pick<Member, 'at' | 'value' | 'isFull'>

/**
 * The earliest event time at which the rule's condition holds in a window that holds `members[index]`, or -1. A window is closed at both
 * ends, as long as the timespan, and ends at an event: `[at - timespan, at]`. Asked after each insertion, so that any window that
 * holds now holds the new member.
 */
export function firstHolding(rule: CorrelationRule, members: readonly Held[], index: number): number {
  switch (rule.kind) {
    case 'event_count':
      // A firing has as many members as alerts.
      return rule.isChained ? holdsDistinct(rule, members, index) : holdsCount(rule, members, index)
    case 'value_count':
    case 'temporal':
      return holdsDistinct(rule, members, index)
    case 'temporal_ordered':
      return holdsOrdered(rule, members, index)
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile':
      // Judged when final, by a gauge: a later alert could undo them.
      return -1
  }
}

/** Whether a member that counts in full lies in the window `[from, members[last].at]`; mostly the last one does. */
export function isLedByFull(members: readonly Held[], last: number, from: number): boolean {
  for (let at = last; at >= 0 && (members[at] as Held).at >= from; at--) if ((members[at] as Held).isFull) return true
  // Of one event time the order of arrival decides nothing.
  const { at: end } = members[last] as Held
  for (let at = last + 1; at < members.length && (members[at] as Held).at === end; at++)
    if ((members[at] as Held).isFull) return true
  return false
}

function holdsCount({ threshold, timespanMs }: CorrelationRule, members: readonly Held[], index: number): number {
  const until = (members[index] as Held).at + timespanMs
  for (let end = Math.max(index, threshold - 1); end < members.length; end++) {
    const { at } = members[end] as Held
    if (at > until) return -1
    if (at - (members[end - threshold + 1] as Held).at <= timespanMs && isLedByFull(members, end, at - timespanMs))
      return at
  }
  return -1
}

function holdsDistinct({ threshold, timespanMs }: CorrelationRule, members: readonly Held[], index: number): number {
  const { at: center } = members[index] as Held
  const inWindow = new Map<string | number, number>()
  let start = firstFrom(members, center - timespanMs)
  for (let end = start; end < members.length; end++) {
    const { at, value } = members[end] as Held
    if (at > center + timespanMs) return -1
    inWindow.set(value, (inWindow.get(value) ?? 0) + 1)
    for (; (members[start] as Held).at < at - timespanMs; start++) {
      const gone = (members[start] as Held).value
      const left = (inWindow.get(gone) as number) - 1
      if (left === 0) inWindow.delete(gone)
      else inWindow.set(gone, left)
    }
    if (end >= index && inWindow.size >= threshold && isLedByFull(members, end, at - timespanMs)) return at
  }
  return -1
}

/**
 * Steps in the order of the rule, each strictly later than the one before: of two alerts of the same millisecond no clock can say which came
 * first. `begun[s]` is the latest start of a chain that has reached step s.
 */
function holdsOrdered({ threshold, timespanMs }: CorrelationRule, members: readonly Held[], index: number): number {
  const { at: center } = members[index] as Held
  const begun = new Array<number>(threshold).fill(-1)
  let end = firstFrom(members, center - timespanMs)
  while (end < members.length) {
    const { at } = members[end] as Held
    if (at > center + timespanMs) return -1
    const before = [...begun]
    for (; end < members.length && (members[end] as Held).at === at; end++) {
      const step = (members[end] as Held).value as number
      const start = step === 0 ? at : (before[step - 1] as number)
      if (start >= 0 && start > (begun[step] as number)) begun[step] = start
    }
    const start = begun[threshold - 1] as number
    if (start >= 0 && at - start <= timespanMs && isLedByFull(members, end - 1, at - timespanMs)) return at
  }
  return -1
}

/**
 * How much of what the condition asks for lies in the closed window `[from, to]`: alerts, firings, distinct values, or steps; of ordered steps the
 * longest row from the first one; of a value judged when final, the alerts that it is made of. The condition holds in a window of the timespan's length when this reaches the threshold.
 */
export function countHeld(rule: CorrelationRule, members: readonly Held[], from: number, to: number): number {
  const start = firstFrom(members, from)
  const end = firstFrom(members, to + 1)
  if ((rule.kind === 'event_count' && !rule.isChained) || FINAL_KINDS.has(rule.kind)) return end - start
  const inside = members.slice(start, end)
  if (rule.kind !== 'temporal_ordered') return new Set(inside.map(({ value }) => value)).size
  const reachedAt: number[] = []
  for (const { at, value } of inside) {
    const step = reachedAt.length
    if (value === step && (step === 0 || at > (reachedAt[step - 1] as number))) reachedAt.push(at)
  }
  return reachedAt.length
}
