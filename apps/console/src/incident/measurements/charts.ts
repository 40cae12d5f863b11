import type { Incident, PlotSeries } from '@genba/contracts'

/** Series that belong in one picture: what was set or commanded beside what was measured of the same point. */
export type Chart = {
  key: string
  zone: string
  asset: string | undefined
  tag: string
  lines: PlotSeries[]
}

/** One time for all lines, with a value where a line has one: the shape that uPlot draws. Times in seconds. */
export type Columns = [times: number[], ...values: (number | null)[][]]

/** What hit assets do first, then what was set anew, then by name. */
export function chartsOf(series: readonly PlotSeries[], assets: Incident['assets']): Chart[] {
  const charts = new Map<string, Chart>()
  for (const line of series) {
    const { zone, asset, tag } = line
    const key = `${zone}/${asset ?? ''}/${tag}`
    const chart = charts.get(key) ?? { key, zone, asset, tag, lines: [] }
    chart.lines.push(line)
    charts.set(key, chart)
  }
  const rank = ({ asset, lines }: Chart): number =>
    (asset !== undefined && assets.includes(asset) ? 2 : 0) + (lines.some(isSetAnew) ? 1 : 0)
  return [...charts.values()].sort((a, b) => rank(b) - rank(a) || a.key.localeCompare(b.key))
}

const isSetAnew = ({ kind, points }: PlotSeries): boolean =>
  kind !== 'measured' && points.some(([, value]) => value !== points[0]?.[1])

export function columnsOf(lines: readonly PlotSeries[]): Columns {
  const times = [...new Set(lines.flatMap(({ points }) => points.map(([at]) => at)))].sort((a, b) => a - b)
  return [
    times.map((at) => at / 1_000),
    ...lines.map(({ points }) => {
      const values = new Map(points)
      return times.map((at) => values.get(at) ?? null)
    }),
  ]
}

/** The last value, and between what and what it was: a picture in words. */
export function rangeOf({ points }: PlotSeries): { last: number; min: number; max: number } | undefined {
  const last = points.at(-1)
  if (!last) return undefined
  const values = points.map(([, value]) => value)
  return { last: last[1], min: Math.min(...values), max: Math.max(...values) }
}
