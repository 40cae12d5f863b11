import type { ExplainedJoin, ExplainedRule, Signal } from '@genba/contracts'
import type { Scene } from './explain.js'
import { wayIn } from './way-in.js'
import { wayOut } from './way-out.js'

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
      if (summary && incident.state !== 'merged') return [{ ...about, ...wayIn(incident, summary) }]
      const whole = scene.replayed.signals.find((each) => each.id === signal.id || isOf(each, rule, alert.at))
      return whole ? [{ ...about, ...wayOut(scene, incident, whole) }] : []
    })
  })
}

const isOf = (signal: Signal, { id, group = {} }: ExplainedRule, at: number): boolean =>
  signal.rule.id === id &&
  signal.firstAt <= at &&
  at <= signal.lastAt &&
  Object.entries(signal.group).every(([field, value]) => group[field] === value)
