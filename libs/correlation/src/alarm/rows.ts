import { timesKept } from './rate.js'
import type { AlarmSettings } from './settings.js'

/**
 * The rows of the alarm table, one after the other in one buffer that is read as reals and as whole numbers. A row is named by the place of its
 * first real: `real[row + COUNT]`, `whole[row * 2 + FLAGS]`. What a repeat touches lies together in two or three cache lines, outside the
 * collector's heap; as objects 1 million rows would be three times the memory, as one array per field they would be four times slower.
 */
export type Rows = { real: Float64Array; whole: Int32Array; stride: number }

/** Reals of a row. Seldom used ones first; what every repeat reads lies together from 10 on. TIMES is last: its width is a setting. */
export const ACTIVE_AT = 0
/** How long the answer about the cover holds. */
export const COVER_UNTIL = 1
export const FIRST_AT = 2
export const SINCE = 3
/** Packed places in alert.v1: the first alert, then the newest in turns. */
export const SAMPLES = 6
export const SAMPLES_MAX = 4
/** No later than the next time at which something happens to the row by itself. */
export const DUE_AT = 14
export const COUNT = 15
/** Newest arrivals, newest first. */
export const TIMES = 16

/** Whole numbers of a row, two to a real: seldom used ones in the reals 4 and 5, the others in 10 to 13. */
export const NAME = 8
export const ANNUNCIATIONS = 9
export const FLEETING = 10
/** The measured value of a process alert; of others the empty text. */
export const POINT = 11
/** 0 when the row is free. */
export const ZONE = 20
export const ASSET = 21
export const RULE = 22
/** The zone's epoch in which the row asked what covers it; the number of that cover's tally, 0 for none. */
export const EPOCH = 23
export const COVER = 24
export const FLAGS = 25
export const STATE = 26
export const SEVERITY = 27

/** Bits of FLAGS. */
export const ACTIVE = 1
/** The source tells the end of the condition itself, so silence says nothing. */
export const STANDS = 2
export const CHATTERING = 4
export const LATCHES = 8
/** The alarm's document is behind. */
export const DIRTY = 16
export const STANDING = 32
export const STALE = 64
/** Some suppression rule watches this alarm as its cause. */
export const TRIGGER = 128

/** Room for so many rows, with those of `old` in front. */
export function roomFor(settings: AlarmSettings, rows: number, old?: Rows): Rows {
  const stride = TIMES + timesKept(settings.chatter)
  const real = new Float64Array(rows * stride)
  if (old) real.set(old.real)
  return { real, whole: new Int32Array(real.buffer), stride }
}

/** Event time of the row's newest arrival, -1 before the first. */
export const lastAt = ({ real }: Rows, row: number): number => real[row + TIMES]!
