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

/**
 * The rows of the alarm table, one typed array per field: 1 million rows are about 150 MB outside the collector's heap, where
 * objects would be three times that and be walked at each collection.
 */
export type Columns = {
  zone: Int32Array
  asset: Int32Array
  rule: Int32Array
  name: Int32Array
  state: Uint8Array
  severity: Uint8Array
  flags: Uint16Array
  count: Float64Array
  firstAt: Float64Array
  activeAt: Float64Array
  since: Float64Array
  /** No later than the next time at which something happens to the row by itself. */
  dueAt: Float64Array
  /** Number of the tally of what covers it, 0 for nothing; how long that answer holds; the zone's epoch it was asked in. */
  cover: Int32Array
  coverUntil: Float64Array
  epoch: Int32Array
  annunciations: Uint32Array
  fleeting: Uint16Array
  /** Newest arrivals of the alarm, newest first: as many as the chatter setting asks for. */
  times: Float64Array
  /** Packed places in alert.v1: the first alert, then the newest in turns. */
  samples: Float64Array
}
export type ColumnName = keyof Columns

type Sized = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array

/** How many entries of a column make one row. */
export const widthOf = (name: ColumnName, settings: AlarmSettings): number => (name === 'times' ? timesKept(settings.chatter) : name === 'samples' ? SAMPLES_MAX : 1)

/** Columns of the new capacity with the old rows in front. Empties `old` on the way, so that growing never holds the whole table twice. */
export function sizedColumns(settings: AlarmSettings, capacity: number, old: Partial<Record<ColumnName, ArrayLike<number>>> = {}): Columns {
  const sized = <Column extends Sized>(Kind: new (length: number) => Column, name: ColumnName): Column => {
    const column = new Kind(capacity * widthOf(name, settings))
    column.set(old[name] ?? [])
    old[name] = undefined
    return column
  }
  // One literal and no loop: properties added by name would make a dictionary of the object that each alert reads twenty times.
  return {
    zone: sized(Int32Array, 'zone'),
    asset: sized(Int32Array, 'asset'),
    rule: sized(Int32Array, 'rule'),
    name: sized(Int32Array, 'name'),
    state: sized(Uint8Array, 'state'),
    severity: sized(Uint8Array, 'severity'),
    flags: sized(Uint16Array, 'flags'),
    count: sized(Float64Array, 'count'),
    firstAt: sized(Float64Array, 'firstAt'),
    activeAt: sized(Float64Array, 'activeAt'),
    since: sized(Float64Array, 'since'),
    dueAt: sized(Float64Array, 'dueAt'),
    cover: sized(Int32Array, 'cover'),
    coverUntil: sized(Float64Array, 'coverUntil'),
    epoch: sized(Int32Array, 'epoch'),
    annunciations: sized(Uint32Array, 'annunciations'),
    fleeting: sized(Uint16Array, 'fleeting'),
    times: sized(Float64Array, 'times'),
    samples: sized(Float64Array, 'samples'),
  }
}
