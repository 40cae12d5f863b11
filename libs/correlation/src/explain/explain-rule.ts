import {
  COMPARED_MAX,
  EXPECTED_MAX,
  type Alert,
  type Compared,
  type ExplainedBase,
  type ExplainedRule,
  type ExplainedSignal,
  type ExplainedWindow,
  type RuleOutcome,
} from '@genba/contracts'
import type { CorrelationRule } from '../rules/compile-correlation.js'
import type { BaseRule } from '../rules/compile-detection.js'
import type { RulePack } from '../rules/read-rules.js'
import { whyNot, whyYes, type Compared as Traced } from '../rules/trace.js'
import { countHeld, type Held } from '../windows/holds.js'
import { valueOf } from '../zones/correlate.js'
import type { Scene } from './explain.js'

/** Windows that are compared to find the one nearest to the condition; each is as true as the others. */
const WINDOWS_MAX = 200

/** What one correlation rule made of the alert. */
export function explainRule(scene: Scene, index: number): ExplainedRule {
  const { pack, alert, replayed } = scene
  const rule = pack.rules[index] as CorrelationRule
  const bases = basesOf(pack, index)
  const { id, title, techniques, kind, timespanMs } = rule
  const about = {
    id,
    title,
    techniques,
    kind,
    timespanMs,
    bases: bases.flatMap((base) => (base ? [explainBase(base, alert)] : [])),
  }
  const step = bases.findIndex((base) => base?.test(alert))
  if (step < 0) return { ...about, outcome: 'unmatched' }
  const values = groupOf(rule, step, alert)
  const group = Object.fromEntries(rule.groupBy.map((field, place) => [field, values[place] ?? null]))
  const lacks = whatLacks(rule, step, alert, values)
  const signal = lacks || replayed.late ? undefined : findSignal(scene, rule, group as Record<string, string>)
  const outcome = signal ? 'fired' : (lacks ?? (replayed.late ? 'late' : 'waiting'))
  const window =
    outcome === 'fired' || outcome === 'waiting' ? findWindow(scene, rule, bases, values, signal) : undefined
  return { ...about, outcome, group, ...(window ? { window } : {}), ...(signal ? { signal } : {}) }
}

function whatLacks(
  rule: CorrelationRule,
  step: number,
  alert: Alert,
  group: readonly unknown[],
): RuleOutcome | undefined {
  if (valueOf(rule, step, alert) === undefined) return 'no-value'
  return group.includes(undefined) ? 'no-group' : undefined
}

/** The compiled base rules of a correlation, by step; a step that is a correlation has none. */
function basesOf({ standing, changing }: RulePack, index: number): (BaseRule | undefined)[] {
  const bases: (BaseRule | undefined)[] = []
  for (const { base, uses } of [...standing, ...changing])
    for (const use of uses) if (use.rule === index) bases[use.step] = base
  return bases
}

function explainBase(base: BaseRule, alert: Alert): ExplainedBase {
  const isMatched = base.test(alert)
  const compared = isMatched ? whyYes(base.test, alert) : whyNot(base.test, alert)
  const { title } = base.source.value
  return {
    id: base.id,
    title: typeof title === 'string' ? title : base.id,
    isMatched,
    compared: compared.slice(0, COMPARED_MAX).map(tell),
  }
}

const tell = ({ selection, field, modifiers, expected, actual, isExcluded }: Traced): Compared => ({
  selection,
  field,
  modifiers: [...modifiers],
  expected: expected.slice(0, EXPECTED_MAX).map((value) => (isPlain(value) ? value : null)),
  more: Math.max(0, expected.length - EXPECTED_MAX),
  ...(actual === undefined ? {} : { actual }),
  isExcluded,
})

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)

const groupOf = (rule: CorrelationRule, step: number, alert: Alert): (string | undefined)[] =>
  (rule.readGroup[step] ?? []).map((read) => {
    const value = read(alert)
    return value === undefined ? undefined : String(value)
  })

/** The signal that holds the alert: an incident's word for it, else what the same alerts give here. */
function findSignal(
  { incidents, asked, alert, replayed }: Scene,
  rule: CorrelationRule,
  group: Record<string, string>,
): ExplainedSignal | undefined {
  const isIt = (signal: {
    rule: { id: string }
    zone: string
    group: Record<string, string>
    firstAt: number
    lastAt: number
  }) =>
    signal.rule.id === rule.id &&
    signal.zone === alert.zone &&
    signal.firstAt <= alert.at &&
    alert.at <= signal.lastAt &&
    rule.groupBy.every((field) => signal.group[field] === group[field])
  const known = incidents
    .filter(({ plant, drill, state }) => plant === alert.plant && drill === alert.drill && state !== 'merged')
    .sort((a, b) => Number(b.id === asked) - Number(a.id === asked) || (a.state === 'open' ? -1 : 1))
  for (const incident of known) {
    const summary = incident.signals.find(isIt)
    if (summary) return { ...pickTimes(summary), incident: incident.id }
  }
  const signal = replayed.signals.find(isIt)
  return signal && pickTimes(signal)
}

const pickTimes = ({ id, firstAt, lastAt, firedAt, count }: ExplainedSignal): ExplainedSignal => ({
  ...{ id, firstAt, lastAt, firedAt, count },
})

/** The window that fired, or of those with the alert in it the one that came nearest to the condition. */
function findWindow(
  { alert, replayed: { taken } }: Scene,
  rule: CorrelationRule,
  bases: readonly (BaseRule | undefined)[],
  group: readonly (string | undefined)[],
  signal: ExplainedSignal | undefined,
): ExplainedWindow {
  const members: Held[] = []
  const others: Held[] = []
  for (const each of taken) {
    const steps = bases.flatMap((base, step) => (base?.test(each) ? [step] : []))
    // Counted once for a rule, however many of its base rules mean it; each step of a temporal rule is its own.
    for (const step of rule.kind === 'event_count' || rule.kind === 'value_count' ? steps.slice(0, 1) : steps) {
      const value = valueOf(rule, step, each)
      const values = groupOf(rule, step, each)
      if (value === undefined || values.includes(undefined)) continue
      const isSame = values.every((one, place) => one === group[place])
      ;(isSame ? members : others).push({ at: each.at, value, isFull: true })
    }
  }
  const byTime = (a: Held, b: Held) => a.at - b.at
  members.sort(byTime)
  others.sort(byTime)
  const measure = (to: number): ExplainedWindow => {
    const from = to - rule.timespanMs
    const count = countHeld(rule, members, from, to)
    const elsewhere = others.filter(({ at }) => at >= from && at <= to).length
    return { from, to, count, needed: rule.threshold, elsewhere }
  }
  // A signal that began before what was read has had its condition met, whatever is left of the window here.
  if (signal) {
    const window = measure(signal.firedAt)
    return { ...window, count: Math.max(window.count, rule.threshold) }
  }
  const ends = members.filter(({ at }) => at >= alert.at && at <= alert.at + rule.timespanMs).slice(0, WINDOWS_MAX)
  return ends
    .map(({ at }) => measure(at))
    .reduce((best, each) => (each.count > best.count ? each : best), measure(alert.at))
}
