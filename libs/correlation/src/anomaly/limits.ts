import { NORMAL } from './alarm.js'
import type { Memory } from './anomaly-state.js'
import type { Detection } from './detection.js'
import type { Level, WatchFor } from './watch.js'

const WORDS: Record<Level, string> = {
  lowLow: 'below its low-low limit',
  low: 'below its low limit',
  high: 'above its high limit',
  highHigh: 'above its high-high limit',
}

/** A value at or past a limit; it returns only when it is back inside by more than the deadband (ISA-18.2 alarm deadband). */
export const limits: Detection<WatchFor<'limits'>, Memory> = {
  open: () => ({ alarm: NORMAL }),
  judge: ({ level, limit, deadband }, { alarm }, { value }) => {
    const kept = alarm.is === 'standing' ? deadband : 0
    return level === 'high' || level === 'highHigh'
      ? past(value, limit - kept, kept)
      : past(-value, -limit - kept, kept)
  },
  numbers: ({ level, limit, deadband }) => ({ level, limit, deadband }),
  words: ({ level }) => WORDS[level],
}

/** A standing alarm is left at the deadband's edge, a new one begins on the limit itself. */
const past = (value: number, limit: number, kept: number): boolean => (kept > 0 ? value > limit : value >= limit)
