import type { Alert } from '@genba/contracts'
import type { Scalar } from './fields.js'

/** What the engine asks of each alert. */
export type Selection = (alert: Alert) => boolean

/** One comparison of a rule's detection: what stands in the file, and what it was compared with. */
export type Item = {
  selection: string
  /** Empty for keywords, which stand anywhere in the alert. */
  field: string
  modifiers: readonly string[]
  expected: readonly unknown[]
}
export type Compared = Item & { actual: Scalar | undefined; holds: boolean; isExcluded: boolean }

type Trace = (alert: Alert, wanted: boolean) => Compared[]

/**
 * How each compiled selection explains itself, beside the closures and not in them: the engine calls the very same functions and pays
 * nothing, and an explanation can say nothing that the engine did not decide.
 */
const traces = new WeakMap<Selection, Trace>()
const comparisons = new WeakMap<Selection, readonly Item[]>()

function traced(test: Selection, trace: Trace, items: readonly Item[]): Selection {
  traces.set(test, trace)
  comparisons.set(test, items)
  return test
}

/** All comparisons that a selection can make, in the order of the file. */
export const itemsOf = (test: Selection): readonly Item[] => comparisons.get(test) ?? []

/** The comparison that decided against an alert: the first that did not hold, or the one of a filter that did. Empty when it matches. */
export function whyNot(test: Selection, alert: Alert): Compared[] {
  return test(alert) ? [] : ask(test, alert, true)
}

/** The comparisons by which an alert matches. Empty when it does not. */
export function whyYes(test: Selection, alert: Alert): Compared[] {
  if (!test(alert)) return []
  const deciding = ask(test, alert, false).filter(({ holds }) => holds)
  return deciding.map((each) => ({ ...each, isExcluded: false }))
}

const ask = (test: Selection, alert: Alert, wanted: boolean): Compared[] => traces.get(test)?.(alert, wanted) ?? []

export function leaf(test: Selection, item: Item, actual: (alert: Alert) => Scalar | undefined): Selection {
  return traced(
    test,
    (alert, wanted) => {
      const holds = test(alert)
      return holds === wanted ? [] : [{ ...item, actual: actual(alert), holds, isExcluded: !wanted }]
    },
    [item],
  )
}

export function every(tests: readonly Selection[]): Selection {
  if (tests.length === 1) return tests[0] as Selection
  return traced(
    (alert) => {
      for (let at = 0; at < tests.length; at++) if (!(tests[at] as Selection)(alert)) return false
      return true
    },
    (alert, wanted) => {
      if (!wanted) return tests.flatMap((test) => ask(test, alert, false))
      const failing = tests.find((test) => !test(alert))
      return failing ? ask(failing, alert, true) : []
    },
    tests.flatMap(itemsOf),
  )
}

export function some(tests: readonly Selection[]): Selection {
  if (tests.length === 1) return tests[0] as Selection
  return traced(
    (alert) => {
      for (let at = 0; at < tests.length; at++) if ((tests[at] as Selection)(alert)) return true
      return false
    },
    (alert, wanted) => {
      const deciding = wanted ? tests[0] : tests.find((test) => test(alert))
      return deciding ? ask(deciding, alert, wanted) : []
    },
    tests.flatMap(itemsOf),
  )
}

export function negate(test: Selection): Selection {
  return traced(
    (alert) => !test(alert),
    (alert, wanted) => ask(test, alert, !wanted),
    itemsOf(test),
  )
}
