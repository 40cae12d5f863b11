import type { AnomalyState, Memory, Series } from './anomaly-state.js'
import type { ChangeWindow } from './anomaly-settings.js'

/** The numbers that made an anomaly: the alert's `fields`. */
export type Numbers = Record<string, number | string>

/** One look at a series at event time `at`; `isSample` false when only time has passed and the value is taken to stand. */
export type Look = {
  state: AnomalyState
  key: string
  series: Series
  windows: readonly ChangeWindow[]
  at: number
  value: number
  isGood: boolean
  isSample: boolean
}

/** A detector: what it remembers, how it judges, what it tells. */
export type Detection<W, M extends Memory> = {
  open: (watch: W, look: Look) => M
  /** Whether the condition holds; undefined when this look can't tell, then it is taken to hold or not as before. */
  judge: (watch: W, memory: M, look: Look) => boolean | undefined
  /** When time alone can change what `judge` says; absent when only a sample can. */
  dueAt?: (watch: W, memory: M, look: Look) => number
  numbers: (watch: W, memory: M, look: Look) => Numbers
  /** What is wrong, in words that stay the same from one occurrence to the next; the tag is put in front. */
  words: (watch: W, series: Series) => string
}

/** Six digits are more than any of these statistics is worth, and fewer than make a number unreadable. */
export const rounded = (value: number): number => Number(value.toPrecision(6))
