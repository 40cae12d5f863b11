import { NORMAL } from './alarm.js'
import type { Memory } from './anomaly-state.js'
import { charted, learn, learnFrom, type Learnt } from './baseline.js'
import { rounded, type Detection } from './detection.js'
import type { WatchFor } from './watch.js'

/** Sums are held at this many times the threshold, so that a long shift does not take as long again to be seen to be over. */
export const SUM_CAP = 2
/** A standing alarm returns when the statistic is back at this part of its threshold: the chart's deadband. */
export const RETURN_AT = 0.5

type CusumMemory = Memory & { learnt: Learnt; up: number; down: number; x: number }

/**
 * Tabular CUSUM (Page 1954; Montgomery 9.1): sums what exceeds k standard deviations above, and below, the learnt mean; past h it is a
 * shift. Finds a small lasting shift that no limit sees. Textbook k and h hold for independent samples; measured values that follow one
 * another closely need a larger h.
 */
export const cusum: Detection<WatchFor<'cusum'>, CusumMemory> = {
  open: (_, { at }) => ({ alarm: NORMAL, learnt: learnFrom(at), up: 0, down: 0, x: 0 }),
  judge: (watch, memory, look) => {
    const x = charted(watch, look)
    if (x === undefined) return undefined
    const learnt = (memory.learnt = learn(memory.learnt, watch, x, look))
    if (learnt.is === 'learning') return undefined
    const { k, h } = watch
    const z = (x - learnt.mean) / learnt.sd
    memory.x = x
    memory.up = Math.min(SUM_CAP * h, Math.max(0, memory.up + z - k))
    memory.down = Math.min(SUM_CAP * h, Math.max(0, memory.down - z - k))
    return Math.max(memory.up, memory.down) > (memory.alarm.is === 'standing' ? RETURN_AT * h : h)
  },
  numbers: ({ k, h }, { learnt, up, down, x }) => ({
    ...(learnt.is === 'known'
      ? { mean: rounded(learnt.mean), sd: rounded(learnt.sd), learntSamples: learnt.n, learntMs: learnt.spanMs }
      : {}),
    charted: rounded(x),
    cusum: rounded(Math.max(up, down)),
    side: up >= down ? 'above' : 'below',
    threshold: h,
    k,
  }),
  words: () => 'has shifted from its own baseline (CUSUM)',
}
