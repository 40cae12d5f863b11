import { PLOT_SERIES_MAX, PLOT_STRETCHES, type Measurement, type PlotSeries } from '@genba/contracts'

type Point = [at: number, value: number]
type Stretch = { least: Point; greatest: Point }
type Kept = Omit<PlotSeries, 'points'> & { stretches: Map<number, Stretch> }

/**
 * Values as they come in, drawn small: each series keeps the least and the greatest of each stretch of time, so that a peak is never
 * lost (as min/max decimation of historians does). Values may come in any order. Series beyond the bound are left out, and counted.
 */
export class Plotted {
  private readonly series = new Map<string, Kept>()
  private readonly left = new Set<string>()

  constructor(
    private readonly from: number,
    private readonly until: number,
  ) {}

  take({ zone, asset, tag, kind, unit, value, at }: Measurement): void {
    if (at < this.from || at > this.until) return
    const key = `${zone}/${asset ?? ''}/${tag}/${kind}`
    let kept = this.series.get(key)
    if (!kept) {
      if (this.series.size >= PLOT_SERIES_MAX) {
        this.left.add(key)
        return
      }
      const where = { zone, ...(asset === undefined ? {} : { asset }), tag, kind }
      kept = { ...where, ...(unit === undefined ? {} : { unit }), count: 0, stretches: new Map() }
      this.series.set(key, kept)
    }
    kept.count += 1
    const number = Math.floor(((at - this.from) / (this.until - this.from + 1)) * PLOT_STRETCHES)
    const stretch = kept.stretches.get(number)
    if (!stretch) kept.stretches.set(number, { least: [at, value], greatest: [at, value] })
    else if (value < stretch.least[1]) stretch.least = [at, value]
    else if (value > stretch.greatest[1]) stretch.greatest = [at, value]
  }

  result(): { series: PlotSeries[]; evicted: number } {
    const series = [...this.series.values()].map(({ stretches, ...rest }) => ({
      ...rest,
      points: [...stretches.values()]
        .flatMap(({ least, greatest }) => (least[1] === greatest[1] ? [least] : [least, greatest]))
        .sort(([a], [b]) => a - b),
    }))
    return { series, evicted: this.left.size }
  }
}
