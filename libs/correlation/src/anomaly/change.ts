import { NORMAL } from './alarm.js'
import type { Memory } from './anomaly-state.js'
import type { Detection } from './detection.js'
import type { WatchFor } from './watch.js'

type ChangeMemory = Memory & { accepted: number; acceptedBy: string; changes: number; last: number }

/**
 * A set value or command that is not what it was at its last accepted moment, outside every work order and maintenance window (guideline
 * threat 設備設定値の悪意ある変更). The first value seen is accepted. It returns when the value is restored, or a window accepts it;
 * creeping in steps below the tolerance is measured from the accepted value, so it is found.
 */
export const change: Detection<WatchFor<'change'>, ChangeMemory> = {
  open: (_, { value }) => ({ alarm: NORMAL, accepted: value, acceptedBy: 'first', changes: 0, last: value }),
  judge: ({ tolerance }, memory, { state, series, value, at, windows, isSample }) => {
    if (!isSample) return undefined
    if (value !== memory.last) memory.changes = memory.alarm.is === 'normal' ? 1 : memory.changes + 1
    memory.last = value
    if (Math.abs(value - memory.accepted) <= tolerance) return false
    const window = windows.find(
      ({ from, until, asset }) => from <= at && at < until && (asset === undefined || asset === series.asset),
    )
    if (window === undefined) return true
    memory.accepted = value
    memory.acceptedBy = window.id
    state.counts.accepted = (state.counts.accepted ?? 0) + 1
    return false
  },
  numbers: ({ tolerance }, { accepted, acceptedBy, changes }, { value }) => ({
    was: accepted,
    acceptedBy,
    by: value - accepted,
    changes,
    tolerance,
  }),
  words: (_, { kind }) =>
    kind === 'command'
      ? 'was commanded otherwise outside every work order'
      : 'had its set value changed outside every work order',
}
