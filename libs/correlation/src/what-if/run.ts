import type { Alert, Signal } from '@genba/contracts'
import { dropWords } from '../alarm/changed.js'
import type { AlarmPolicy } from '../alarm/policy.js'
import type { RulePack } from '../rules/read-rules.js'
import { correlate } from '../zones/correlate.js'
import { drainSignals } from '../zones/drain.js'
import { passTime } from '../zones/pass-time.js'
import { startPartition, type PartitionState, type Settings } from '../zones/state.js'

/** Signals remembered of one run; beyond it they are counted as cut. */
export const RUN_SIGNALS_MAX = 20_000
/** Alerts of a partition between two looks at its signals. */
const DRAIN_EVERY = 2_000

/** One pack over the alerts of a topic: the correlator's first stage, each partition by itself. */
export type Run = {
  pack: RulePack
  settings: Settings
  /** What people, and the plants by their design, hid at that time. */
  policy: AlarmPolicy
  partitions: Map<number, PartitionState>
  signals: Map<string, Signal>
  isCut: boolean
}

export const startRun = (pack: RulePack, settings: Settings, policy: AlarmPolicy): Run => ({
  pack,
  settings,
  policy,
  partitions: new Map(),
  signals: new Map(),
  isCut: false,
})

export function feedRun(run: Run, partition: number, alert: Alert, offset: number, index?: number): void {
  let state = run.partitions.get(partition)
  if (!state) run.partitions.set(partition, (state = startPartition(run.pack, run.settings, partition, run.policy)))
  correlate(state, alert, offset, index)
  if (state.alerts % DRAIN_EVERY === 0) drain(run, state)
}

/** All signals in the order in which they fired, as of `until`: the same whatever order partitions were read in. What quiet zones left was judged by then. */
export function endRun(run: Run, until: number): Signal[] {
  for (const state of run.partitions.values()) {
    passTime(state, until)
    drain(run, state)
  }
  return [...run.signals.values()].sort((a, b) => a.firedAt - b.firedAt || (a.id < b.id ? -1 : 1))
}

function drain(run: Run, state: PartitionState): void {
  dropWords(state.alarms)
  for (const signal of drainSignals(state, 'all')) {
    if (run.signals.size >= RUN_SIGNALS_MAX && !run.signals.has(signal.id)) run.isCut = true
    // Whole alerts are most of a signal's size, and a comparison counts them only.
    else run.signals.set(signal.id, { ...signal, samples: [] })
  }
}
