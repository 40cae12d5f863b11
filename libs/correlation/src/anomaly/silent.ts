import { NORMAL } from './alarm.js'
import type { Memory } from './anomaly-state.js'
import type { Detection } from './detection.js'
import type { WatchFor } from './watch.js'

/** Silence is counted from `from`; `unheardAt` is when the zone was last heard, while nothing of it is. */
type SilentMemory = Memory & { seenAt: number; from: number; gapMs: number; resumes: number; unheardAt?: number }

/** So often may the zone fall silent and be heard again without this sensor before it is the sensor that is silent. */
const RESUMES_MAX = 2

/**
 * No usable sample for period × missed. Judged by event time that other series, or a tick, move on. While nothing of its zone is heard (for
 * half of that time; more than one series known) no sensor is silent: a link is down, or a line stands still. The count begins anew when
 * something is heard. A sensor that a detector names, without a wildcard and in one zone, is silent whatever else is heard, also when it never was: then from when it was
 * first watched. Any other is not known before it was heard. A sensor that says only "bad" says nothing.
 */
export const silent: Detection<WatchFor<'silent'>, SilentMemory> = {
  open: (_, { at }) => ({ alarm: NORMAL, seenAt: at, from: at, gapMs: 0, resumes: 0 }),
  judge: ({ spanMs, named }, memory, { at, isSample, state, series }) => {
    memory.gapMs = at - memory.seenAt
    if (isSample) {
      memory.seenAt = memory.from = at
      memory.resumes = 0
      delete memory.unheardAt
      return false
    }
    const isNamed = named.has(series.tag)
    if (isNamed) delete memory.unheardAt
    if (memory.unheardAt !== undefined) {
      if (memory.unheardAt === state.heardAt) return false
      delete memory.unheardAt
      memory.from = at
      return ++memory.resumes >= RESUMES_MAX
    }
    if (memory.alarm.is !== 'normal') return true
    if (at < memory.from + spanMs) return false
    const heard = state.seriesCount - (state.unheardCount ?? 0)
    if (isNamed || heard === 1 || at - state.heardAt <= spanMs / 2) return true
    memory.unheardAt = state.heardAt
    state.isUnheard = true
    return false
  },
  dueAt: ({ spanMs }, { from, alarm, unheardAt }) =>
    alarm.is === 'normal' && unheardAt === undefined ? from + spanMs : Infinity,
  numbers: ({ spanMs }, { seenAt, gapMs }, { series }) => ({
    silentMs: gapMs,
    limitMs: spanMs,
    ...(series.isUnheard === true ? { watchedFrom: seenAt } : { lastSampleAt: seenAt }),
  }),
  words: (_, { isUnheard }) => (isUnheard === true ? 'was never heard' : 'is silent'),
}
