import type { Alarm, AlertGroup, Signal } from '@genba/contracts'
import type { SignalState } from '../windows/signal-state.js'
import type { AlarmState } from './alarms.js'
import type { PartitionState, ZoneState } from './state.js'

/**
 * The signals that changed since they were last drained, whole as they are now. `fresh` gives those that were never told: the shell asks
 * for these after every batch and for all every half second, so that a flood is told twice a second and its begin at once.
 */
export function drainSignals(state: PartitionState, which: 'fresh' | 'all'): Signal[] {
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

/** An alarm to write, with the count since `countedFrom`; `state` takes `written` once it is in the database. */
export type ChangedAlarm = { alarm: Alarm; zone: ZoneState; state: AlarmState }

/** At most `max` of the alarms that changed, those that wait for longest; `partition` goes into the samples. */
export function drainAlarms(state: PartitionState, partition: number, max: number): ChangedAlarm[] {
  return state.changedAlarms.splice(0, max).map(({ zone, alarm }) => {
    alarm.isQueued = false
    const { rule, asset, kind, sensor, detector, name, severityMax, count, firstAt, lastAt, offsets } = alarm
    return {
      zone,
      state: alarm,
      alarm: {
        v: 1,
        plant: zone.plant,
        zone: zone.zone,
        ...(asset === undefined ? {} : { asset }),
        rule,
        ...(kind === 'process' ? { sensor } : {}),
        ...(detector === undefined ? {} : { detector }),
        name,
        severity: severityMax,
        count,
        countedFrom: `${partition}:${alarm.startedAt}`,
        firstAt,
        lastAt,
        samples: offsets.map((offset) => `${partition}:${offset}`),
        ...(zone.drill === undefined ? {} : { drill: zone.drill }),
      },
    }
  })
}
