import { NORMAL } from './alarm.js'
import type { Memory } from './anomaly-state.js'
import { charted, learn, learnFrom, type Learnt } from './baseline.js'
import { RETURN_AT } from './cusum.js'
import { rounded, type Detection } from './detection.js'
import type { WatchFor } from './watch.js'

type EwmaMemory = Memory & {
  learnt: Learnt
  ewma: number
  /** (1 − λ)^2t: the exact limits are narrow at first. */ fading: number
  limit: number
}

/** EWMA chart (Roberts 1959; NIST/SEMATECH 6.3.2.4): mean ± L · sd · √(λ/(2−λ) · (1−(1−λ)^2t)). Quicker than CUSUM on a middling shift. */
export const ewma: Detection<WatchFor<'ewma'>, EwmaMemory> = {
  open: (_, { at }) => ({ alarm: NORMAL, learnt: learnFrom(at), ewma: 0, fading: 1, limit: 0 }),
  judge: (watch, memory, look) => {
    const x = charted(watch, look)
    if (x === undefined) return undefined
    const learnt = (memory.learnt = learn(memory.learnt, watch, x, look))
    if (learnt.is === 'learning') return undefined
    const { lambda, L } = watch
    const before = memory.fading === 1 ? learnt.mean : memory.ewma
    memory.ewma = before + lambda * (x - before)
    memory.fading *= (1 - lambda) ** 2
    memory.limit = L * learnt.sd * Math.sqrt((lambda / (2 - lambda)) * (1 - memory.fading))
    return Math.abs(memory.ewma - learnt.mean) > memory.limit * (memory.alarm.is === 'standing' ? RETURN_AT : 1)
  },
  numbers: ({ lambda, L }, { learnt, ewma, limit }) => ({
    ...(learnt.is === 'known'
      ? { mean: rounded(learnt.mean), sd: rounded(learnt.sd), learntSamples: learnt.n, learntMs: learnt.spanMs }
      : {}),
    ewma: rounded(ewma),
    threshold: rounded(limit),
    lambda,
    L,
  }),
  words: () => 'has moved from its own baseline (EWMA)',
}
