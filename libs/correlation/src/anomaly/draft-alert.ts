import { SEVERITY_WORDS, type Alert } from '@genba/contracts'
import type { Change } from './alarm.js'
import type { AnomalyState, Series } from './anomaly-state.js'
import type { Numbers } from './detection.js'
import type { Watch } from './watch.js'

export type Told = {
  change: Change
  since: number
  raises: number
  at: number
  muted: number
  words: string
  numbers: Numbers
}

/** `plant/zone/tag/kind/detector/since`, then `/2` for the second telling of a standing one or `/returned`, then the drill. */
export function anomalyId(
  { plant, zone, drill }: { plant: string; zone: string; drill?: string | undefined },
  { tag, kind }: { tag: string; kind: string },
  detector: string,
  { change, since, raises }: Pick<Told, 'change' | 'since' | 'raises'>,
): string {
  const nth = change === 'begin' ? [] : [change === 'return' ? 'returned' : raises]
  return [plant, zone, tag, kind, detector, since, ...nth, ...(drill === undefined ? [] : [drill])].join('/')
}

/**
 * The alert of an anomaly. `fields.state` is `standing` or `returned` (ISA-18.2); `fields.anomaly` is the id of the alert that began it. A
 * return is information: it must not count as one more alarm.
 */
export function draftAlert(state: AnomalyState, series: Series, watch: Watch, told: Told): Alert {
  const { plant, zone, drill } = state
  const { change, since, raises, at, muted, words, numbers } = told
  const alert: Alert = {
    v: 1,
    id: anomalyId(state, series, watch.id, told),
    source: series.source,
    sensor: series.tag,
    plant,
    zone,
    at,
    // What only time brought about was received when its time had come.
    receivedAt: Math.max(at, series.receivedAt),
    clock: 'source',
    kind: 'process',
    rule: `anomaly:${watch.detect}`,
    name: `${series.tag} ${words}`,
    severity: change === 'return' ? SEVERITY_WORDS.info : watch.severity0to100,
    fields: {
      ...numbers,
      state: change === 'return' ? 'returned' : 'standing',
      anomaly: anomalyId(state, series, watch.id, { change: 'begin', since, raises }),
      detector: watch.id,
      tag: series.tag,
      series: series.kind,
      ...(series.isUnheard === true ? {} : { value: series.value }),
      beganAt: since,
      standsMs: at - since,
      raises,
    },
  }
  if (series.asset !== undefined) alert.asset = series.asset
  if (series.unit !== undefined) alert.fields.unit = series.unit
  if (muted > 0) alert.fields.muted = muted
  if (drill !== undefined) alert.drill = drill
  return alert
}
