// @ts-check

/**
 * Says of each part of a bench whether it is measured: all are, or the one that BENCH_ONLY names. Throws when that is none of them.
 * @template {string} T @param {readonly T[]} parts @returns {(part: T) => boolean}
 */
export function partsMeasured(parts) {
  const only = process.env.BENCH_ONLY
  if (only !== undefined && !parts.some((part) => part === only))
    throw new Error(`BENCH_ONLY is "${only}", but the parts of this bench are ${parts.join(', ')}.`)
  return (part) => only === undefined || only === part
}
