import type { CorrelationRule } from '../rules/compile-correlation.js'
import type { Member } from './member.js'

/** What a window measures while it slides: the count, the distinct values, or the sum, mean or percentile of the values. */
export type Gauge = { add: (member: Member) => void; drop: (member: Member) => void; read: () => number }

export function startGauge(rule: CorrelationRule): Gauge {
  switch (rule.kind) {
    case 'event_count':
      return rule.isChained ? countDistinct() : countAlerts()
    case 'value_count':
    case 'temporal':
    case 'temporal_ordered':
      return countDistinct()
    case 'value_sum':
      return orderValues((values) => sum(values))
    case 'value_avg':
      return orderValues((values) => sum(values) / values.length)
    case 'value_percentile':
      return orderValues((values) => nearestRank(values, rule.percentile as number))
  }
}

function countAlerts(): Gauge {
  let count = 0
  return { add: ({ n }) => void (count += n), drop: ({ n }) => void (count -= n), read: () => count }
}

function countDistinct(): Gauge {
  const counts = new Map<string | number, number>()
  return {
    add: ({ value }) => void counts.set(value, (counts.get(value) ?? 0) + 1),
    drop: ({ value }) => {
      const left = (counts.get(value) ?? 0) - 1
      if (left > 0) counts.set(value, left)
      else counts.delete(value)
    },
    read: () => counts.size,
  }
}

/** Kept in their order: a sum of the same values is then the same to the bit, in whatever order they came. */
function orderValues(read: (values: readonly number[]) => number): Gauge {
  const values: number[] = []
  return {
    add: ({ n, value }) => {
      if (n > 0) values.splice(placeFor(values, Number(value)), 0, Number(value))
    },
    drop: ({ n, value }) => {
      if (n > 0) values.splice(placeFor(values, Number(value)) - 1, 1)
    },
    read: () => read(values),
  }
}

function placeFor(values: readonly number[], value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** The smallest value that at least `percentile` percent of the values do not exceed. */
const nearestRank = (values: readonly number[], percentile: number): number =>
  values[Math.max(0, Math.ceil((percentile / 100) * values.length) - 1)] ?? NaN
