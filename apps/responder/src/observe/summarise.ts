import {
  EVIDENCE_CHANGES_MAX,
  EVIDENCE_SERIES_MAX,
  type EvidenceChange,
  type EvidenceSeries,
  type Measurement,
} from '@genba/contracts'

/**
 * Sums up values as they come in: each series with its first, last, least and greatest, and what was set or commanded to another
 * value. Beyond the bounds new series and the oldest changes are left out, and counted.
 */
export class Summary {
  private readonly series = new Map<string, EvidenceSeries>()
  private readonly left = new Set<string>()
  private readonly changes: EvidenceChange[] = []
  private evictedChanges = 0

  take({ zone, asset, tag, kind, unit, value, at }: Measurement): void {
    const where = { zone, ...(asset === undefined ? {} : { asset }), tag, kind }
    const key = `${zone}/${asset ?? ''}/${tag}/${kind}`
    const known = this.series.get(key)
    if (known) {
      if (kind !== 'measured' && value !== known.last) this.change({ ...where, at, before: known.last, after: value })
      known.count++
      known.last = value
      known.min = Math.min(known.min, value)
      known.max = Math.max(known.max, value)
    } else if (this.series.size >= EVIDENCE_SERIES_MAX) this.left.add(key)
    else {
      const once = { count: 1, first: value, last: value, min: value, max: value }
      this.series.set(key, { ...where, ...(unit === undefined ? {} : { unit }), ...once })
    }
  }

  result(): { series: EvidenceSeries[]; changes: EvidenceChange[]; evicted: { series: number; changes: number } } {
    const evicted = { series: this.left.size, changes: this.evictedChanges }
    return { series: [...this.series.values()], changes: this.changes, evicted }
  }

  private change(change: EvidenceChange): void {
    this.changes.push(change)
    if (this.changes.length <= EVIDENCE_CHANGES_MAX) return
    this.changes.shift()
    this.evictedChanges++
  }
}
