import type { CorrelationRule } from '../rules/compile-correlation.js'
import { firstFrom, type Member } from './member.js'

/**
 * The earliest event time at which the rule's condition holds in a window that holds `members[index]`, or -1. A window is closed at both
 * ends, as long as the timespan, and ends at an event: `[at - timespan, at]`. Asked after each insertion, so that any window that
 * holds now holds the new member.
 */
export function firstHolding(rule: CorrelationRule, members: readonly Member[], index: number): number {
  switch (rule.kind) {
    case 'event_count':
      return holdsCount(rule, members, index)
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

function holdsCount({ threshold, timespanMs }: CorrelationRule, members: readonly Member[], index: number): number {
  const until = (members[index] as Member).at + timespanMs
  for (let end = Math.max(index, threshold - 1); end < members.length; end++) {
    const { at } = members[end] as Member
    if (at > until) return -1
    if (at - (members[end - threshold + 1] as Member).at <= timespanMs) return at
  }
  return -1
}

function holdsDistinct({ threshold, timespanMs }: CorrelationRule, members: readonly Member[], index: number): number {
  const { at: center } = members[index] as Member
  const inWindow = new Map<string | number, number>()
  let start = firstFrom(members, center - timespanMs)
  for (let end = start; end < members.length; end++) {
    const { at, value } = members[end] as Member
    if (at > center + timespanMs) return -1
    inWindow.set(value, (inWindow.get(value) ?? 0) + 1)
    for (; (members[start] as Member).at < at - timespanMs; start++) {
      const gone = (members[start] as Member).value
      const left = (inWindow.get(gone) as number) - 1
      if (left === 0) inWindow.delete(gone)
      else inWindow.set(gone, left)
    }
    if (end >= index && inWindow.size >= threshold) return at
  }
  return -1
}

/**
 * Steps in the order of the rule, each strictly later than the one before: of two alerts of the same millisecond no clock can say which came
 * first. `begun[s]` is the latest start of a chain that has reached step s.
 */
function holdsOrdered({ threshold, timespanMs }: CorrelationRule, members: readonly Member[], index: number): number {
  const { at: center } = members[index] as Member
  const begun = new Array<number>(threshold).fill(-1)
  let end = firstFrom(members, center - timespanMs)
  while (end < members.length) {
    const { at } = members[end] as Member
    if (at > center + timespanMs) return -1
    const before = [...begun]
    for (; end < members.length && (members[end] as Member).at === at; end++) {
      const step = (members[end] as Member).value as number
      const start = step === 0 ? at : (before[step - 1] as number)
      if (start >= 0 && start > (begun[step] as number)) begun[step] = start
    }
    const start = begun[threshold - 1] as number
    if (start >= 0 && at - start <= timespanMs) return at
  }
  return -1
}
