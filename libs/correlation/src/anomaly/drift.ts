import { NORMAL } from './alarm.js'
import type { Memory } from './anomaly-state.js'
import { rounded, type Detection, type Look, type Numbers } from './detection.js'
import type { Against, WatchFor } from './watch.js'

/** A measured value further from its set value than the tolerance; not judged until the pair has had time to settle after a change. */
export const drift: Detection<WatchFor<'drift'>, Memory> = {
  open: () => ({ alarm: NORMAL }),
  judge: ({ against, tolerance, deadband }, { alarm }, look) => {
    const deviation = deviationFrom(against, look)
    // A pair that is on its way keeps a standing alarm, and gives a pending one up: it began against another set value.
    if (deviation === undefined) return alarm.is === 'standing' ? undefined : false
    return Math.abs(deviation) > tolerance - (alarm.is === 'standing' ? deadband : 0)
  },
  dueAt: ({ against }, _, look) => settledAt(against, look),
  numbers: ({ against, tolerance }, _, look): Numbers => {
    const partner = look.state.series[against.key]
    if (partner === undefined) return { tolerance }
    return {
      setValue: partner.value,
      setChangedAt: partner.changedAt,
      deviation: rounded(look.value - partner.value),
      tolerance,
      settleMs: against.settleMs,
    }
  },
  words: ({ against }) =>
    against.key.startsWith('command:') ? 'stays away from its command' : 'stays away from its set value',
}

/** Measured value less set value; undefined while there is no set value yet or the pair settles. */
export function deviationFrom(against: Against, { state, at, value }: Look): number | undefined {
  const partner = state.series[against.key]
  return partner === undefined || at < partner.changedAt + against.settleMs ? undefined : value - partner.value
}

function settledAt(against: Against, { state, at }: Look): number {
  const partner = state.series[against.key]
  const settled = partner === undefined ? Infinity : partner.changedAt + against.settleMs
  return settled > at ? settled : Infinity
}
