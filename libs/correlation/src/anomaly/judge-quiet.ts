import type { AnomalySettings } from './anomaly-settings.js'
import type { AnomalyState } from './anomaly-state.js'
import { tick, type Judged } from './measure.js'
import { popTimer } from './timers.js'
import { watchNamed } from './watch-named.js'

/**
 * Takes a tick of the log (docs/decisions/0022): the clock by which samples are received has come to `writtenAt`, so event time went on by as much since the newest one.
 * Judges what fell due more than `heldBackMs` ago, which is how long a historian may collect before it sends. Time moves only as far as what was judged:
 * of what a zone sends after it was cut off, that alone is late which comes before a silence that was told. Sensors that a detector names are watched from the first tick on.
 */
export function judgeQuiet(
  state: AnomalyState,
  settings: AnomalySettings,
  writtenAt: number,
  heldBackMs: number,
): Judged {
  watchNamed(state, settings, writtenAt)
  state.told ??= { at: state.newest, receivedAt: writtenAt }
  const gone = Math.max(0, writtenAt - state.told.receivedAt)
  const until = state.told.at + gone - Math.max(heldBackMs, settings.latenessMs)
  const alerts = []
  for (let dueAt = nextDue(state); dueAt < until; dueAt = nextDue(state))
    alerts.push(...tick(state, settings, dueAt + settings.latenessMs + 1).alerts)
  return { state, alerts }
}

/** When the zone's next sample or timer is to be judged. */
function nextDue({ pending, timers, series }: AnomalyState): number {
  // A timer that its series has put off means nothing any more.
  while (timers.length > 0 && series[timers[0]![1]]?.dueAt !== timers[0]![0]) popTimer(timers)
  return Math.min(pending[0]?.at ?? Infinity, timers[0]?.[0] ?? Infinity)
}
