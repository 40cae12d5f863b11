import { timesKept } from './rate.js'
import type { AlarmSettings } from './settings.js'

/** Newest samples per alarm, beside the first. */
export const SAMPLES_MAX = 4

/** Bits of `flags`. */
export const ACTIVE = 1
/** The source tells the end of the condition itself, so silence says nothing. */
export const STANDS = 2
export const CHATTERING = 4
export const LATCHES = 8
export const DIRTY = 16
export const STANDING = 32
export const STALE = 64
/** Some suppression rule watches this alarm as its cause. */
export const TRIGGER = 128

const SINGLE = {
  zone: Int32Array,
  asset: Int32Array,
  rule: Int32Array,
  name: Int32Array,
  state: Uint8Array,
  severity: Uint8Array,
  flags: Uint16Array,
  count: Float64Array,
  firstAt: Float64Array,
  activeAt: Float64Array,
  since: Float64Array,
  /** No later than the next time at which something happens to the row by itself. */
  dueAt: Float64Array,
  /** Number of the tally of what covers it, 0 for nothing; how long that answer holds; the zone's epoch it was asked in. */
  cover: Int32Array,
  coverUntil: Float64Array,
  epoch: Int32Array,
  annunciations: Uint32Array,
  fleeting: Uint16Array,
} as const
type Single = keyof typeof SINGLE
export const COLUMN_NAMES = [...(Object.keys(SINGLE) as Single[]), 'times', 'samples'] as const
export type ColumnName = (typeof COLUMN_NAMES)[number]

/**
 * The rows of the alarm table, one typed array per field: 1 million rows are about 140 MB outside the collector's heap, where
 * objects would be three times that and be walked at each collection.
 */
export type Columns = { [K in Single]: InstanceType<(typeof SINGLE)[K]> } & { times: Float64Array; samples: Float64Array }

/** How many entries of a column make one row. */
export const widthOf = (name: ColumnName, settings: AlarmSettings): number =>
  name === 'times' ? timesKept(settings.chatter) : name === 'samples' ? SAMPLES_MAX : 1

/** Columns of the new capacity with the old rows in front. */
export function sizedColumns(settings: AlarmSettings, capacity: number, old?: Partial<Record<ColumnName, ArrayLike<number>>>): Columns {
  const sized = {} as Record<ColumnName, ArrayLike<number>>
  for (const name of COLUMN_NAMES) {
    const Kind = name === 'times' || name === 'samples' ? Float64Array : SINGLE[name]
    const column = new Kind(capacity * widthOf(name, settings))
    const before = old?.[name]
    if (before) column.set(before)
    sized[name] = column
    // One column at a time is let go: growing never holds the whole table twice.
    if (old) delete old[name]
  }
  return sized as Columns
}
