import type { Alert, ExplainedLink, ExplainedRule, RuleOutcome } from '@genba/contracts'
import { FIRINGS_MAX } from '@genba/contracts'
import { nameOf, type CorrelationRule } from '../rules/compile-correlation.js'
import type { RulePack } from '../rules/read-rules.js'
import { valueOf } from '../zones/correlate.js'
import { allEvents, basesOf, eventsOf, groupOf, holdsAlert, isSameGroup, type Event } from './events.js'
import { explainBase } from './explain-selection.js'
import type { Scene } from './explain.js'
import { findSignal } from './find-signal.js'
import { findWindow } from './find-window.js'

type Judged = Pick<ExplainedRule, 'outcome' | 'group' | 'window' | 'signal'>

/** What one correlation rule made of the alert. */
export function explainRule(scene: Scene, index: number): ExplainedRule {
  const { techniques } = scene.pack.rules[index] as CorrelationRule
  const chain = chainOf(scene, index)
  return {
    ...about(scene, index),
    techniques,
    ...judge(scene, index, chain),
    ...(chain.length > 0 ? { chain } : {}),
  }
}

/** The rules that a rule builds on, each after those that it builds on itself, and what they told on. */
const chainOf = (scene: Scene, index: number): ExplainedLink[] =>
  feedersOf(scene.pack, index).flatMap((inner) => {
    const before = chainOf(scene, inner)
    return [...before, explainLink(scene, { inner, outer: index }, before)]
  })

function explainLink(
  scene: Scene,
  { inner, outer }: { inner: number; outer: number },
  before: readonly ExplainedLink[],
): ExplainedLink {
  const { rules } = scene.pack
  const told = scene.replayed.firings
    .filter(({ rule, into }) => into === outer && rule === rules[inner])
    .map((firing) => ({ ...firing, holdsAlert: !scene.replayed.late && holdsAlert(scene, firing) }))
    .sort((a, b) => Number(b.holdsAlert) - Number(a.holdsAlert) || farFrom(scene, a) - farFrom(scene, b))
  return {
    ...about(scene, inner),
    into: nameOf(rules[outer] as CorrelationRule),
    ...judgeInner(scene, inner, before, told.find((firing) => firing.holdsAlert)?.at),
    firings: told.slice(0, FIRINGS_MAX).map(({ rule, own, at, alerts, holdsAlert: isHolding }) => ({
      from: at - rule.timespanMs,
      to: at,
      alerts,
      group: Object.fromEntries(rule.groupBy.map((field, place) => [field, own[place] ?? ''])),
      holdsAlert: isHolding,
    })),
    more: Math.max(0, told.length - FIRINGS_MAX),
  }
}

const farFrom = ({ alert }: Scene, { at }: { at: number }): number => Math.abs(at - alert.at)

const feedersOf = ({ rules }: RulePack, index: number): number[] =>
  rules.flatMap(({ feeds }, inner) => (feeds.some(({ rule }) => rule === index) ? [inner] : []))

function about({ pack, alert }: Scene, index: number) {
  const rule = pack.rules[index] as CorrelationRule
  const { title, kind, timespanMs } = rule
  const bases = basesOf(pack, index).flatMap((base) => (base ? [explainBase(base, alert)] : []))
  return { id: nameOf(rule), title, kind, timespanMs, bases }
}

function judge(scene: Scene, index: number, chain: readonly ExplainedLink[]): Judged {
  const rule = scene.pack.rules[index] as CorrelationRule
  const events = scene.replayed.late ? [] : eventsOf(scene, index)
  const [first] = events
  if (!first) return judgeNone(scene, index, chain)
  for (const event of events) {
    const signal = findSignal(scene, rule, event)
    if (signal) return { outcome: 'fired', ...seen(scene, index, event, signal.firedAt), signal }
  }
  return { outcome: lackOf(scene, rule, events), ...seen(scene, index, first, undefined) }
}

/** A rule that others build on tells no signal: it has fired when one of its firings holds the alert. */
function judgeInner(
  scene: Scene,
  index: number,
  chain: readonly ExplainedLink[],
  firedAt: number | undefined,
): Omit<Judged, 'signal'> {
  const rule = scene.pack.rules[index] as CorrelationRule
  const events = scene.replayed.late ? [] : eventsOf(scene, index)
  const [event] = events
  if (!event) return judgeNone(scene, index, chain)
  const unfired = () => (isAfter(scene, index, event) ? 'after' : lackOf(scene, rule, events))
  return { outcome: firedAt === undefined ? unfired() : 'fired', ...seen(scene, index, event, firedAt) }
}

/** A window of a rule that waits for late alerts has nothing to lack before it was judged. */
const lackOf = ({ replayed }: Scene, { isFinal }: CorrelationRule, events: readonly Event[]): RuleOutcome =>
  isFinal && events.some(({ at }) => at >= replayed.finalTo) ? 'unsettled' : 'waiting'

const seen = (scene: Scene, index: number, event: Event, firedAt: number | undefined) => ({
  group: record(scene.pack.rules[index] as CorrelationRule, event.group),
  window: findWindow(scene, index, event, firedAt),
})

const record = ({ groupBy }: CorrelationRule, group: readonly (string | undefined)[]) =>
  Object.fromEntries(groupBy.map((field, place) => [field, group[place] ?? null]))

/** Nothing of the alert is in the rule's windows: why, by what its base rules say, else by the rules that it builds on. */
function judgeNone({ pack, alert }: Scene, index: number, chain: readonly ExplainedLink[]): Judged {
  const rule = pack.rules[index] as CorrelationRule
  const step = basesOf(pack, index).findIndex((base) => base?.test(alert))
  if (step >= 0) {
    const group = groupOf(rule, step, alert)
    return { outcome: whatLacks(rule, step, alert, group) ?? 'late', group: record(rule, group) }
  }
  const outcomes = chain.filter(({ into }) => into === nameOf(rule)).map(({ outcome }) => outcome)
  if (outcomes.includes('unsettled')) return { outcome: 'unsettled' }
  // What came after its rule had fired is told on to nobody: it is not enough here.
  if (outcomes.includes('after') || outcomes.includes('waiting')) return { outcome: 'waiting' }
  return { outcome: LACKING.find((each) => outcomes.includes(each)) ?? 'unmatched' }
}

const LACKING: readonly RuleOutcome[] = ['late', 'no-group', 'no-value']

function whatLacks(
  rule: CorrelationRule,
  step: number,
  alert: Alert,
  group: readonly unknown[],
): RuleOutcome | undefined {
  if (valueOf(rule, step, alert) === undefined) return 'no-value'
  return group.includes(undefined) ? 'no-group' : undefined
}

/** It fired before, and since then came no gap after which it could fire anew: such an alert is no part of what it told on. */
function isAfter(scene: Scene, index: number, event: Event): boolean {
  const { timespanMs } = scene.pack.rules[index] as CorrelationRule
  const times = allEvents(scene, index)
    .filter(({ group, at }) => isSameGroup(group, event.group) && at <= event.at)
    .map(({ at }) => at)
    .sort((a, b) => a - b)
  const fired = scene.replayed.firings.filter(
    ({ rule, own, at }) => rule === scene.pack.rules[index] && isSameGroup(own, event.group) && at < event.at,
  )
  return fired.some(({ at }) => {
    const since = times.filter((each) => each >= at)
    return since.every((each, n) => n === 0 || each - (since[n - 1] as number) <= timespanMs)
  })
}
