import { NORMAL } from './alarm.js'
import type { Memory } from './anomaly-state.js'
import type { Detection } from './detection.js'
import type { WatchFor } from './watch.js'

type SilentMemory = Memory & { seenAt: number; gapMs: number }

/**
 * No usable sample for period × missed. Judged by event time that other series, or a tick, move on: a zone of which nothing at all is heard
 * is not judged. A sensor that says only "bad" says nothing; one that was never heard is not known.
 */
export const silent: Detection<WatchFor<'silent'>, SilentMemory> = {
  open: (_, { at }) => ({ alarm: NORMAL, seenAt: at, gapMs: 0 }),
  judge: ({ spanMs }, memory, { at, isSample }) => {
    memory.gapMs = at - memory.seenAt
    if (!isSample) return memory.gapMs >= spanMs
    memory.seenAt = at
    return false
  },
  dueAt: ({ spanMs }, { seenAt, alarm }) => (alarm.is === 'normal' ? seenAt + spanMs : Infinity),
  numbers: ({ spanMs }, { seenAt, gapMs }) => ({ silentMs: gapMs, limitMs: spanMs, lastSampleAt: seenAt }),
  words: () => 'is silent',
}
