import type { Alert, Signal } from '@genba/contracts'
import type { RulePack } from '../rules/read-rules.js'
import { correlate } from '../zones/correlate.js'
import { drainSignals } from '../zones/drain.js'
import { startPartition, type PartitionState, type Settings } from '../zones/state.js'

export type Replayed = {
  /** Those that the engine took into its windows: no repeats, none too late. */
  taken: Alert[]
  signals: Signal[]
  /** Alerts of the zone that were read. */
  alerts: number
  deliveries: number
  late: { behindMs: number; latenessMs: number } | undefined
}

/** Runs the alerts of the asked alert's zone (and drill) through the engine and notes what it did with each. */
export function replay(pack: RulePack, settings: Settings, alerts: readonly Alert[], asked: Alert): Replayed {
  const state = startPartition(pack, settings)
  const taken: Alert[] = []
  let read = 0
  let deliveries = 0
  let late: Replayed['late']
  for (const alert of alerts) {
    if (alert.plant !== asked.plant || alert.zone !== asked.zone || alert.drill !== asked.drill) continue
    read++
    const clockAt = clockOf(state, alert)
    const before = { ...state.counts }
    correlate(state, alert, read)
    if (alert.id === asked.id) deliveries++
    const isLate = state.counts.late > before.late
    if (isLate && alert.id === asked.id) late = { behindMs: clockAt - alert.at, latenessMs: settings.latenessMs }
    if (!isLate && state.counts.duplicates === before.duplicates) taken.push(alert)
  }
  // The signals' samples refer to alerts; their order does not matter here.
  return { taken, signals: drainSignals(state, 'all'), alerts: read, deliveries, late }
}

const clockOf = (state: PartitionState, { plant, zone, drill }: Alert): number =>
  state.zones
    .get(drill ?? '')
    ?.get(plant)
    ?.get(zone)?.clockAt ?? 0
