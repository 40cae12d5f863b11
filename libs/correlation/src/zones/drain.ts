import type { AlertGroup, Signal } from '@genba/contracts'
import { makeWhole } from '../windows/member.js'
import type { SignalState } from '../windows/signal-state.js'
import type { PartitionState } from './state.js'

/**
 * Of the signals that only grew so many are told in one turn, or an eighth of them where that is more: each costs stage two three documents.
 * A thousand are told within 45 seconds of turns every two.
 */
const GROWN_LEAST = 20
const GROWN_PART = 8

/** What of a state is drained: what is new; with it a share of what only grew; or all of that. */
export type Drained = 'fresh' | 'grown' | 'all'

/**
 * The signals that changed since they were last drained, whole as they are now. Those that were never told always: a flood's begin is
 * told at once. `fresh` gives no others; `grown` also those that grew, a turn's share of them, the longest waiting first, so that
 * what is new never stands behind counts; `all` gives all.
 */
export function drainSignals(state: PartitionState, which: Drained): Signal[] {
  makeWhole(state)
  const { changedSignals } = state
  if (changedSignals.length === 0) return []
  const told: Signal[] = []
  const kept: SignalState[] = []
  let grown = shareOf(changedSignals.length, which)
  for (const signal of changedSignals) {
    if (signal.isGone) continue
    if (signal.isTold && grown-- <= 0) {
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

function shareOf(waiting: number, which: Drained): number {
  if (which === 'grown') return Math.max(GROWN_LEAST, Math.ceil(waiting / GROWN_PART))
  return which === 'all' ? Infinity : 0
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
