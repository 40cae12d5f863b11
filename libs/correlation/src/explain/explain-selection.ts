import { COMPARED_MAX, EXPECTED_MAX, type Alert, type Compared, type ExplainedBase } from '@genba/contracts'
import type { BaseRule } from '../rules/compile-detection.js'
import { whyNot, whyYes, type Compared as Traced } from '../rules/trace.js'

/** Whether a base rule means the alert, and what decided it. */
export function explainBase(base: BaseRule, alert: Alert): ExplainedBase {
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
