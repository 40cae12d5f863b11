import { incidentId, type ExplainedJoin, type ExplainedRule, type Signal, type SignalSummary } from '@genba/contracts'
import { isNear } from '../incidents/absorb.js'
import { tracePath } from '../incidents/find-path.js'
import type { IncidentFacts, Scene } from './explain.js'

/** For each signal that holds the alert: how it came into its incident, and why into none of the others. */
export function explainJoins(scene: Scene, rules: readonly ExplainedRule[]): ExplainedJoin[] {
  const { incidents, alert, asked } = scene
  const askedFirst = [...incidents].sort((a, b) => Number(b.id === asked) - Number(a.id === asked))
  return rules.flatMap((rule) => {
    const { signal } = rule
    if (!signal) return []
    return askedFirst.flatMap((incident): ExplainedJoin[] => {
      const about = {
        signal: signal.id,
        rule: rule.id,
        zone: alert.zone,
        incident: incident.id,
        title: incident.title,
      }
      const summary = incident.signals.find(({ id }) => id === signal.id)
      if (summary) return [{ ...about, ...wayIn(incident, summary) }]
      const whole = scene.replayed.signals.find((each) => isOf(each, rule, alert.at))
      return whole ? [{ ...about, ...wayOut(scene, incident, whole) }] : []
    })
  })
}

const isOf = (signal: Signal, { id, group = {} }: ExplainedRule, at: number): boolean =>
  signal.rule.id === id &&
  signal.firstAt <= at &&
  at <= signal.lastAt &&
  Object.entries(signal.group).every(([field, value]) => group[field] === value)

type Reason = Pick<ExplainedJoin, 'code' | 'conduit' | 'from' | 'to' | 'shared' | 'gapMs' | 'joinMs'>

function wayIn({ id, plant, drill, spread, signals }: IncidentFacts, summary: SignalSummary): Reason {
  // The last part of a signal's id is its first alert when it was told: what named the incident, though it may have grown backwards.
  const firstAt = Number(summary.id.slice(summary.id.lastIndexOf('/') + 1))
  if (incidentId({ plant, zone: summary.zone, rule: summary.rule, firstAt, drill }) === id) return { code: 'opened' }
  const hop = spread.find(({ zone }) => zone === summary.zone) ?? spread.find(({ from }) => from === summary.zone)
  if (hop) return { code: 'conduit', conduit: hop.conduit, from: hop.from, to: hop.zone, shared: hop.shared }
  const isAlone = signals.every((other) => other.id === summary.id || other.zone !== summary.zone)
  return { code: isAlone ? 'joined' : 'same-zone' }
}

/** In the order in which `absorb` asks. */
function wayOut({ settings, facts }: Scene, incident: IncidentFacts, signal: Signal): Reason {
  if (incident.drill !== signal.drill) return { code: 'other-drill' }
  if (incident.state === 'closed') return { code: 'closed' }
  if (!isNear(incident, signal, settings)) {
    const gapMs = Math.max(signal.firstAt - incident.lastAt, incident.openedAt - signal.lastAt)
    return { code: 'too-long-ago', gapMs, joinMs: settings.joinMs }
  }
  if (incident.zones.includes(signal.zone)) return { code: 'other-nearer' }
  const traced = tracePath(incident, signal, facts)
  if ('path' in traced) return { code: 'other-nearer', ...traced.path }
  return traced.missing === 'shared' ? { code: 'nothing-shared' } : { code: 'no-conduit', shared: traced.shared }
}
