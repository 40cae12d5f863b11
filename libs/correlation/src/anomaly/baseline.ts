import { deviationFrom } from './drift.js'
import type { Look } from './detection.js'
import type { Baseline } from './watch.js'

/** Mean and standard deviation of one series, learnt once (Welford 1962: one pass, no samples kept, no cancellation), then frozen. */
export type Learnt =
  | { is: 'learning'; from: number; n: number; mean: number; m2: number }
  | { is: 'known'; n: number; mean: number; sd: number; spanMs: number }

export const learnFrom = (at: number): Learnt => ({ is: 'learning', from: at, n: 0, mean: 0, m2: 0 })

/** What is charted: the value, or its deviation from the set value. Undefined when this look brings nothing to chart. */
export function charted({ against }: Baseline, look: Look): number | undefined {
  if (!look.isSample) return undefined
  return against === undefined ? look.value : deviationFrom(against, look)
}

/**
 * The baseline after one more sample. Learning ends with the first sample after the declared span; only samples of good quality count,
 * and it goes on while they are fewer than `samplesMin` or all the same (no standard deviation, no chart).
 */
export function learn(learnt: Learnt, { learnMs, samplesMin, sdFloor }: Baseline, x: number, look: Look): Learnt {
  if (learnt.is === 'known') return learnt
  const spanMs = look.at - learnt.from
  if (spanMs >= learnMs && learnt.n >= samplesMin) {
    const sd = Math.max(sdFloor, Math.sqrt(learnt.m2 / (learnt.n - 1)))
    if (sd > 0) return { is: 'known', n: learnt.n, mean: learnt.mean, sd, spanMs }
  }
  if (!look.isGood) return learnt
  learnt.n += 1
  const delta = x - learnt.mean
  learnt.mean += delta / learnt.n
  learnt.m2 += delta * (x - learnt.mean)
  return learnt
}
