import type { Rate } from './settings.js'

/** The newest `width` times lie from `base` on, newest first; -1 where there was none yet. */
export type Times = Float64Array | number[]

export const timesKept = (rate: Rate): number => Math.max(rate.atLeast, rate.below)

/** Takes one more time in its place; a late one is put where it would have been, so that order of arrival decides nothing. */
export function noteTime(times: Times, base: number, width: number, at: number): void {
  let place = width - 1
  if (at < times[base + place]!) return
  // `!` here and below: base and width come from the same settings that sized `times`.
  for (; place > 0 && times[base + place - 1]! <= at; place--) times[base + place] = times[base + place - 1]!
  times[base + place] = at
}

/** Whether the newest `atLeast` times lie within one window (newest − withinMs, newest]. */
export function hasBegun(times: Times, base: number, rate: Rate): boolean {
  const oldest = times[base + rate.atLeast - 1]!
  return oldest >= 0 && times[base]! - oldest < rate.withinMs
}

/** The first time at which fewer than `below` lie in the window, if nothing more comes. */
export const endsAt = (times: Times, base: number, rate: Rate): number => times[base + rate.below - 1]! + rate.endMs
