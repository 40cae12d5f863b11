import type { AlertGroup, Signal } from '@genba/contracts'
import { makeWhole } from '../windows/member.js'
import type { SignalState } from '../windows/signal-state.js'
import type { PartitionState } from './state.js'

/**
 * The signals that changed since they were last drained, whole as they are now. `fresh` gives those that were never told: the shell asks
 * for these after every batch and for all every few seconds, so that a flood's begin is told at once and its growth now and then.
 */
export function drainSignals(state: PartitionState, which: 'fresh' | 'all'): Signal[] {
  makeWhole(state)
  if (state.changedSignals.length === 0) return []
  const told: Signal[] = []
  const kept: SignalState[] = []
  for (const signal of state.changedSignals) {
    if (signal.isGone) continue
    if (which === 'fresh' && signal.isTold) {
      kept.push(signal)
      continue
    }
    signal.isChanged = false
    signal.isTold = true
    told.push(tell(signal))
  }
  state.changedSignals = kept
  return told
}

function tell(signal: SignalState): Signal {
  const { id, zone, rule, group, revision, firstAt, lastAt, firedAt, count, severity } = signal
  return {
    v: 1,
    id,
    revision,
    plant: zone.plant,
    zone: zone.zone,
    rule: { id: rule.id, title: rule.title, techniques: rule.techniques },
    group: Object.fromEntries(rule.groupBy.map((field, index) => [field, group[index] ?? ''])),
    timespanMs: rule.timespanMs,
    firstAt,
    lastAt,
    firedAt,
    count,
    severity,
    groups: [...signal.groups.values()].map(({ asset, ...rest }): AlertGroup => ({
      ...rest,
      zone: zone.zone,
      ...(asset === undefined ? {} : { asset }),
    })),
    samples: signal.samples.map(({ alert }) => alert),
    actors: [...signal.actors],
    targets: [...signal.targets],
    ...(zone.drill === undefined ? {} : { drill: zone.drill }),
  }
}
