import type { ExplainedSignal } from '@genba/contracts'
import type { CorrelationRule } from '../rules/compile-correlation.js'
import type { Event } from './events.js'
import type { Scene } from './explain.js'

type Told = { rule: { id: string }; zone: string; group: Record<string, string>; firstAt: number; lastAt: number }

/** The signal that holds the event: an incident's word for it, else what the same alerts give here. */
export function findSignal(
  { incidents, asked, alert, replayed }: Scene,
  rule: CorrelationRule,
  { at, group }: Event,
): ExplainedSignal | undefined {
  const isIt = (signal: Told) =>
    signal.rule.id === rule.id &&
    signal.zone === alert.zone &&
    signal.firstAt <= at &&
    at <= signal.lastAt &&
    rule.groupBy.every((field, place) => signal.group[field] === group[place])
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
