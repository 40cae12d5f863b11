import type { CorrelationRule } from '../rules/compile-correlation.js'

/** A firing of a rule that others build on, as one of those hears of it; noted where somebody asks why. */
export type Firing = {
  zone: string
  rule: CorrelationRule
  /** Values of its own group-by. */
  own: readonly string[]
  /** Its window was `[at - timespan, at]`. */
  at: number
  /** Alerts in that window. */
  alerts: number
  /** The rule that hears of it, by its place in the pack: as which step, in which group, and what that one counts of it. */
  into: number
  step: number
  group: readonly string[]
  value: string | number
  isFull: boolean
}
