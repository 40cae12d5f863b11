import { isAbnormalStill, NORMAL } from './alarm.js'
import type { Group, Memory } from './anomaly-state.js'
import type { Detection, Look } from './detection.js'
import type { WatchFor } from './watch.js'

type FrozenMemory = Memory & { reference: number; movedAt: number }

/**
 * A value that keeps being reported and does not leave its resolution for `for`, while `others` of the same detector and zone moved during
 * the second half of that time and the group has been moving all the while: a stopped line is no frozen sensor, nor is the first moment
 * after it starts again. What stops reporting is silent, not frozen.
 */
export const frozen: Detection<WatchFor<'frozen'>, FrozenMemory> = {
  open: (_, { value, at }) => ({ alarm: NORMAL, reference: value, movedAt: at }),
  judge: (watch, memory, look) => {
    const { at, value, isSample } = look
    if (!isSample) return undefined
    const group = (look.state.groups[watch.key] ??= { awakeSince: at, movedAt: at, movers: [] })
    if (Math.abs(value - memory.reference) > watch.resolution) {
      memory.reference = value
      memory.movedAt = at
      noteMove(group, look.key, at, watch)
      return false
    }
    if (isAbnormalStill(memory.alarm)) return true
    if (watch.others === 0) return at >= memory.movedAt + watch.spanMs
    return (
      at >= Math.max(memory.movedAt, group.awakeSince) + watch.spanMs &&
      moversSince(group, at - watch.spanMs / 2, look) >= watch.others
    )
  },
  numbers: ({ resolution, others, spanMs }, { reference, movedAt }, { at }) => ({
    unchangedMs: at - movedAt,
    limitMs: spanMs,
    reference,
    resolution,
    others,
  }),
  words: () => 'does not change while others do',
}

function noteMove(group: Group, key: string, at: number, { spanMs, others }: WatchFor<'frozen'>): void {
  if (at - group.movedAt > spanMs) group.awakeSince = at
  group.movedAt = at
  const known = group.movers.find(([mover]) => mover === key)
  if (known) known[1] = at
  else if (group.movers.length <= others) group.movers.push([key, at])
  else {
    const oldest = group.movers.reduce((a, b) => (b[1] < a[1] ? b : a))
    oldest[0] = key
    oldest[1] = at
  }
}

const moversSince = (group: Group, since: number, { key }: Look): number =>
  group.movers.filter(([mover, at]) => mover !== key && at >= since).length
