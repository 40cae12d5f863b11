import type { Measurement } from '@genba/contracts'

/**
 * Puts the sample where it belongs among those that wait (by time, tag, kind, id), so that any order of arrival within the lateness gives
 * one order of judgement. False when it is there already.
 */
export function hold(pending: Measurement[], sample: Measurement): boolean {
  let low = 0
  let high = pending.length
  const last = pending[high - 1]
  if (last === undefined || order(last, sample) < 0) {
    pending.push(sample)
    return true
  }
  while (low < high) {
    const middle = (low + high) >> 1
    const by = order(pending[middle]!, sample)
    if (by === 0) return false
    if (by < 0) low = middle + 1
    else high = middle
  }
  pending.splice(low, 0, sample)
  return true
}

function order(a: Measurement, b: Measurement): number {
  return a.at - b.at || byText(a.tag, b.tag) || byText(a.kind, b.kind) || byText(a.id, b.id)
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
