import type { Alert } from '@genba/contracts'
import type { CorrelationRule } from '../rules/compile-correlation.js'
import type { BaseRule } from '../rules/compile-detection.js'
import type { RulePack } from '../rules/read-rules.js'
import type { Firing } from '../windows/firing.js'
import type { Held } from '../windows/holds.js'
import { valueOf } from '../zones/correlate.js'
import type { Scene } from './explain.js'

/** What a rule's windows hold: an alert that one of its base rules means, or a firing of a rule that it builds on. */
export type Event = Held & { group: readonly string[] }

/** The compiled base rules of a correlation, by step; a step that is a correlation has none. */
export function basesOf({ standing, changing }: RulePack, index: number): (BaseRule | undefined)[] {
  const bases: (BaseRule | undefined)[] = []
  for (const { base, uses } of [...standing, ...changing])
    for (const use of uses) if (use.rule === index) bases[use.step] = base
  return bases
}

export const groupOf = (rule: CorrelationRule, step: number, alert: Alert): (string | undefined)[] =>
  (rule.readGroup[step] ?? []).map((read) => {
    const value = read(alert)
    return value === undefined ? undefined : String(value)
  })

/** All that the rule's windows could hold of what was read. */
export const allEvents = ({ pack, replayed }: Scene, index: number): Event[] => [
  ...ownEvents(pack, index, replayed.taken),
  ...replayed.firings.filter(({ into }) => into === index).map(eventOf),
]

/** The alert asked for as the rule's windows have it: itself, and the firings that hold it. */
export const eventsOf = (scene: Scene, index: number): Event[] => [
  ...ownEvents(scene.pack, index, [scene.alert]),
  ...scene.replayed.firings.filter((firing) => firing.into === index && holdsAlert(scene, firing)).map(eventOf),
]

/** Whether the alert is in the window that fired, by itself or in a firing that is. */
export const holdsAlert = (scene: Scene, { rule, own, at }: Firing): boolean =>
  eventsOf(scene, scene.pack.rules.indexOf(rule)).some(
    (event) => isSameGroup(event.group, own) && at - rule.timespanMs <= event.at && event.at <= at,
  )

export const isSameGroup = (a: readonly string[], b: readonly string[]): boolean =>
  a.every((value, place) => value === b[place])

const eventOf = ({ at, value, isFull, group }: Firing): Event => ({ at, value, isFull, group })

function ownEvents(pack: RulePack, index: number, alerts: readonly Alert[]): Event[] {
  const rule = pack.rules[index] as CorrelationRule
  const bases = basesOf(pack, index)
  return alerts.flatMap((alert) => {
    const steps = bases.flatMap((base, step) => (base?.test(alert) ? [step] : []))
    // Counted once for a rule, however many of its base rules mean it; each step of a temporal rule is its own.
    const counted = rule.kind === 'event_count' || rule.kind === 'value_count' ? steps.slice(0, 1) : steps
    return counted.flatMap((step) => {
      const value = valueOf(rule, step, alert)
      const group = groupOf(rule, step, alert)
      return value === undefined || group.includes(undefined)
        ? []
        : [{ at: alert.at, value, isFull: true, group: group as string[] }]
    })
  })
}
