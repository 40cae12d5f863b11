import { NORMAL } from './alarm.js'
import type { Memory } from './anomaly-state.js'
import { rounded, type Detection } from './detection.js'
import type { WatchFor } from './watch.js'

/** Samples kept to look back over `over`: closer ones are passed over, so that a fast sensor needs no more memory than a slow one. */
export const RATE_SAMPLES_MAX = 18
const STEPS = RATE_SAMPLES_MAX - 2

type RateMemory = Memory & { ats: number[]; values: number[]; perMs: number }

/** Change since the newest sample at least `over` ago, divided by the time between: a gap in the samples flattens a jump, never sharpens it. */
export const rate: Detection<WatchFor<'rate'>, RateMemory> = {
  open: () => ({ alarm: NORMAL, ats: [], values: [], perMs: 0 }),
  judge: ({ direction, limitPerMs, deadbandPerMs, overMs }, memory, { at, value, isSample }) => {
    if (!isSample) return undefined
    const { ats, values, alarm } = memory
    while (ats.length > 1 && ats[1]! <= at - overMs) {
      ats.shift()
      values.shift()
    }
    const spanMs = at - (ats[0] ?? at)
    const isJudged = spanMs > 0 && spanMs >= overMs
    if (isJudged) memory.perMs = (value - values[0]!) / spanMs
    const newest = ats.at(-1)
    if (newest === undefined || (at > newest && at - newest >= overMs / STEPS)) {
      ats.push(at)
      values.push(value)
    }
    if (!isJudged) return undefined
    return direction * memory.perMs >= limitPerMs - (alarm.is === 'standing' ? deadbandPerMs : 0)
  },
  numbers: ({ limitPerMs, perMs, overMs }, memory) => ({
    rate: rounded(memory.perMs * perMs),
    limit: rounded(limitPerMs * perMs),
    perMs,
    spanMs: overMs,
  }),
  words: ({ direction }) => (direction > 0 ? 'rises faster than its limit' : 'falls faster than its limit'),
}
