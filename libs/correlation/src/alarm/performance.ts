import { PERFORMANCE_TARGETS, type AlarmPerformance, type AlarmPosition, type StandingAlarm } from '@genba/contracts'
import { isHidden } from './alarm-machine.js'
import { PERIOD_MS, PERIODS_MAX } from './position.js'

/** What the figures are made from: one operator position over whole ten-minute periods [from, to). */
export type PerformanceFacts = {
  position: string
  from: number
  to: number
  /** Number of the ten minutes since 1970, alarms presented in it; empty periods may be left out. */
  periods: readonly (readonly [number, number])[]
  /** Floods, the running one with `to` = now. */
  floods: readonly { from: number; to: number }[]
  alarms: readonly Pick<StandingAlarm, 'id' | 'name' | 'annunciations' | 'fleeting' | 'age' | 'rhythm' | 'state'>[]
}

const MOST_FREQUENT = 10

/** The alarm system performance figures of ISA-18.2. A figure at its target is met. */
export function measurePerformance({
  position,
  from,
  to,
  periods,
  floods,
  alarms,
}: PerformanceFacts): AlarmPerformance {
  const within = periods.filter(([period]) => period * PERIOD_MS >= from && period * PERIOD_MS < to)
  const spanPeriods = Math.max(1, Math.ceil((to - from) / PERIOD_MS))
  const presented = within.reduce((sum, [, count]) => sum + count, 0)
  const floodMs = floods.reduce(
    (sum, flood) => sum + Math.max(0, Math.min(to, flood.to) - Math.max(from, flood.from)),
    0,
  )
  const often = [...alarms]
    .filter(({ annunciations }) => annunciations > 0)
    .sort((a, b) => b.annunciations - a.annunciations || (a.id < b.id ? -1 : 1))
  const most = often.slice(0, MOST_FREQUENT)
  const sumOf = (list: typeof often) => list.reduce((sum, { annunciations }) => sum + annunciations, 0)
  const shown = alarms.filter(({ state }) => !isHidden(state.at))
  const figures = {
    average: presented / spanPeriods,
    peak: within.reduce((peak, [, count]) => Math.max(peak, count), 0),
    periodsOverTen: within.filter(([, count]) => count > 10).length / spanPeriods,
    timeInFlood: to > from ? floodMs / (to - from) : 0,
    mostFrequentShare: most.length === 0 ? 0 : sumOf(most) / sumOf(often),
    stale: shown.filter(({ age }) => age === 'stale').length,
    chattering: shown.filter(({ rhythm }) => rhythm === 'chattering').length,
    fleeting: alarms.filter(({ fleeting }) => fleeting > 0).length,
  }
  const { average, peak, ...others } = figures
  return {
    position,
    from,
    to,
    presented,
    perTenMinutes: { average, peak },
    ...others,
    mostFrequent: most.map(({ id, name, annunciations }) => ({ id, name, annunciations })),
    hidden: alarms.length - shown.length,
    met: Object.fromEntries(
      Object.entries(PERFORMANCE_TARGETS).map(([name, target]) => [
        name,
        figures[name as keyof typeof figures] <= target ? 'met' : 'missed',
      ]),
    ) as AlarmPerformance['met'],
  }
}

/**
 * What the figures of one or several positions are made from, by their documents: several are read as one that sees all their alarms, and is
 * flooded while any of them is. Periods older than seven days are gone, so `from` is moved up to what is known.
 */
export function performanceFacts(
  position: string,
  positions: readonly Pick<AlarmPosition, 'periods' | 'floods' | 'flood'>[],
  alarms: PerformanceFacts['alarms'],
  span: { from: number; to: number },
): PerformanceFacts {
  const periods = new Map<number, number>()
  for (const [period, count] of positions.flatMap((each) => each.periods))
    periods.set(period, (periods.get(period) ?? 0) + count)
  const floods = positions.flatMap(({ floods: past, flood }) => [
    ...past,
    ...(flood.at === 'flooding' ? [{ from: flood.from, to: span.to }] : []),
  ])
  const from = Math.max(span.from, span.to - PERIODS_MAX * PERIOD_MS)
  return { position, from, to: span.to, periods: [...periods], floods: unite(floods), alarms }
}

/** Spans that overlap are one. */
function unite(spans: readonly { from: number; to: number }[]): { from: number; to: number }[] {
  const united: { from: number; to: number }[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = united.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else united.push({ from, to })
  }
  return united
}
