import type { Alert } from '@genba/contracts'
import { planOf, type AnomalySettings } from './anomaly-settings.js'
import type { AnomalyState, Series } from './anomaly-state.js'
import { draftAlert } from './draft-alert.js'
import { follow } from './follow.js'
import type { Judged } from './measure.js'

/**
 * The state under changed settings: what was learnt, and what stands, is kept for every detector that is still there under its id; what is
 * no longer watched is forgotten, and what stood of it returns with the reason `detector-removed` (ISA-18.2: removed from service).
 */
export function adopt(state: AnomalyState, was: AnomalySettings, settings: AnomalySettings): Judged {
  const alerts: Alert[] = []
  for (const [key, series] of Object.entries(state.series)) {
    const plan = planOf(settings, state.zone, series.kind, series.tag)
    // Of a sensor that was never heard nothing is known but its name.
    const isGone = plan === undefined || (series.isUnheard === true && !isNamed(settings, state.zone, series))
    const kept = new Set(isGone ? [] : plan.watches.map((watch) => watch.key))
    for (const watch of planOf(was, state.zone, series.kind, series.tag)?.watches ?? []) {
      const memory = series.memories[watch.key]
      if (memory === undefined || kept.has(watch.key)) continue
      const { alarm } = memory
      if (memory.isMuted !== true && (alarm.is === 'standing' || alarm.is === 'clearing')) {
        const { since, raises } = alarm
        const told = {
          change: 'return' as const,
          since,
          raises,
          at: Math.max(since, series.at),
          muted: 0,
          words: 'is no longer watched',
          numbers: { reason: 'detector-removed' },
        }
        alerts.push(draftAlert(state, series, watch, told))
      }
    }
    for (const name of Object.keys(series.memories)) if (!kept.has(name)) delete series.memories[name]
    if (!isGone) continue
    delete state.series[key]
    state.seriesCount--
    if (series.isUnheard === true) state.unheardCount = (state.unheardCount ?? 1) - 1
  }
  state.followers = {}
  for (const { kind, tag } of Object.values(state.series)) follow(state, planOf(settings, state.zone, kind, tag)!)
  const frozen = new Set(settings.detectors.map(({ detector }) => `frozen:${detector.id}`))
  for (const group of Object.keys(state.groups)) if (!frozen.has(group)) delete state.groups[group]
  return { state, alerts }
}

const isNamed = ({ named }: AnomalySettings, zone: string, { kind, tag }: Series): boolean =>
  (named.get(zone) ?? []).some((each) => each.kind === kind && each.tag === tag)
