import { alertKey, type AlarmCover, type Alert, type ExplainedAlarm, type Signal } from '@genba/contracts'
import { NO_DESIGN, type AlarmDesign } from '../alarm/design.js'
import { policyOfCovers } from '../alarm/orders.js'
import type { RulePack } from '../rules/read-rules.js'
import { explainAlarm } from './explain-alarm.js'
import type { Firing } from '../windows/firing.js'
import { correlate } from '../zones/correlate.js'
import { drainSignals } from '../zones/drain.js'
import { finalClock, passTime } from '../zones/pass-time.js'
import { startPartition, type PartitionState, type Settings } from '../zones/state.js'

export type Replayed = {
  /** What the alarm state made of the asked alert when it came first. */
  alarm: ExplainedAlarm | undefined

  /** Those that the engine took into its windows: no repeats, none too late. */
  taken: Alert[]
  signals: Signal[]
  /** What rules told on to those that build on them. */
  firings: Firing[]
  /** Event time before which no alert can change a window of the zone any more. */
  finalTo: number
  /** Alerts of the zone that were read; those of other zones of its desk are not counted. */
  alerts: number
  deliveries: number
  late: { behindMs: number; latenessMs: number } | undefined
}

type Hidden = { covers?: readonly AlarmCover[]; design?: AlarmDesign; until?: number | undefined }

/** Runs the alerts of the asked alert's operator position (and drill) through the engine and notes what it did with each of its zone: whether it was folded, the position decides. */
export function replay(
  pack: RulePack,
  settings: Settings,
  alerts: readonly Alert[],
  asked: Alert,
  { covers = [], design = NO_DESIGN, until }: Hidden = {},
): Replayed {
  const state = startPartition(pack, settings, 0, policyOfCovers(covers, design))
  const firings: Firing[] = []
  state.firings = firings
  const taken: Alert[] = []
  const positionOf = ({ plant, zone }: Alert) => alertKey(design.seats.desks, plant, zone)
  const position = positionOf(asked)
  let offset = 0
  let read = 0
  let deliveries = 0
  let late: Replayed['late']
  let alarm: Replayed['alarm']
  for (const alert of alerts) {
    if (positionOf(alert) !== position || alert.drill !== asked.drill) continue
    offset++
    if (alert.zone !== asked.zone) {
      correlate(state, alert, offset)
      continue
    }
    read++
    const clockAt = zoneOf(state, alert)?.clockAt ?? 0
    const before = { ...state.counts }
    const verdict = correlate(state, alert, offset)
    if (alert.id === asked.id) deliveries++
    if (verdict && alert.id === asked.id) alarm = explainAlarm(verdict, covers, design)
    const isLate = state.counts.late > before.late
    if (isLate && alert.id === asked.id) late = { behindMs: clockAt - alert.at, latenessMs: settings.latenessMs }
    if (!isLate && state.counts.duplicates === before.duplicates) taken.push(alert)
  }
  if (until !== undefined) passTime(state, until)
  const zone = zoneOf(state, asked)
  const finalTo = zone ? finalClock(zone, settings.latenessMs, until) - settings.latenessMs : 0
  const isOfZone = ({ zone }: { zone: string }) => zone === asked.zone
  // The signals' samples refer to alerts; their order does not matter here.
  const signals = drainSignals(state, 'all').filter(isOfZone)
  return { alarm, taken, signals, firings: firings.filter(isOfZone), finalTo, alerts: read, deliveries, late }
}

const zoneOf = (state: PartitionState, { plant, zone, drill }: Alert) =>
  state.zones
    .get(drill ?? '')
    ?.get(plant)
    ?.get(zone)
