// @ts-check
// The figures of a bench: told as they are measured, and all together at its end.
/** @import { Say } from '../../deploy/local/say.mjs' */

/** The value below which such a share of the values lies. @param {readonly number[]} values @param {number} share */
export const at = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

/** @param {readonly number[]} values */
export const median = (values) => at(values, 0.5)

const show = (/** @type {number} */ value) => (value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en'))

/** @param {Say} say */
export function figuresFor(say) {
  /** @type {Map<string, { what: string, unit: string, values: number[] }>} */
  const figures = new Map()
  return {
    /** One more value of a figure. @param {string} what @param {number} value @param {string} unit */
    note(what, value, unit) {
      const figure = figures.get(`${what} ${unit}`) ?? { what, unit, values: [] }
      figures.set(`${what} ${unit}`, figure)
      figure.values.push(value)
      say.line(`    ${what}: ${show(value)} ${unit}`)
    },
    /** @param {string} what @param {string} unit */
    valuesOf: (what, unit) => figures.get(`${what} ${unit}`)?.values ?? [],
    /** @param {string} title */
    report(title) {
      say.line(`\n${title}, median (minimum–maximum)`)
      for (const { what, unit, values } of figures.values()) {
        const span = values.length === 1 ? '' : ` (${show(Math.min(...values))}–${show(Math.max(...values))})`
        say.line(line(what, `${show(median(values))}${span} ${unit}`))
      }
    },
  }
}

/** @param {string} what @param {string} figure */
export const line = (what, figure) => `  ${what.padEnd(44)} ${figure}`
