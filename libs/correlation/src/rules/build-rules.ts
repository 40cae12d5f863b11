import type { BaseRule } from './compile-detection.js'
import {
  compileCorrelation,
  feederOf,
  groupWithin,
  isGenerating,
  namesIn,
  standAlone,
  valueWithin,
  type CorrelationRule,
} from './compile-correlation.js'
import { fail, type Source } from './rule-error.js'

export type CorrelationSource = { source: Source; names: string[]; techniques: string[] }
type Attempt = <T>(work: () => T) => T | undefined
/** A rule as it stands in the pack, with the correlations that its steps are. */
type Placed = { rule: CorrelationRule; from: CorrelationSource }

/** Deeper than any chain that people can follow; keeps a hostile file from exhausting the stack. */
const CHAIN_MAX = 20

/**
 * All correlations in an order in which each comes after those that it builds on. A rule that others build on tells no signals of its own
 * unless one of them says `generate: true`, which lets base rules tell as well.
 */
export function buildRules(
  sources: readonly CorrelationSource[],
  bases: ReadonlyMap<string, BaseRule>,
  attempt: Attempt,
): CorrelationRule[] {
  const byName = new Map(sources.flatMap((each) => each.names.map((name) => [name, each] as const)))
  const inner = new Set(sources.flatMap(({ source }) => namesIn(source).flatMap((name) => byName.get(name) ?? [])))
  const generating = sources.filter(({ source }) => attempt(() => isGenerating(source)) === true)
  const telling = new Set(generating.flatMap(({ source }) => namesIn(source).flatMap((name) => byName.get(name) ?? [])))
  const compiled = new Map<CorrelationSource, CorrelationRule | undefined>()
  const feeders = new Map<CorrelationSource, CorrelationRule>()
  const placed: Placed[] = []
  const compile = (from: CorrelationSource, above: readonly CorrelationSource[]): CorrelationRule | undefined => {
    if (compiled.has(from)) return compiled.get(from)
    const { source, names, techniques } = from
    const rule = attempt(() => {
      if (above.includes(from)) fail(source, ['correlation', 'rules'], 'these rules build on each other in a circle')
      if (above.length > CHAIN_MAX)
        fail(source, ['correlation', 'rules'], `rules build on each other more than ${CHAIN_MAX} deep`)
      return compileCorrelation(source, names[0] as string, techniques, (name) => {
        const other = byName.get(name)
        return other ? (compile(other, [...above, from]) ?? { ...UNSOUND }) : bases.get(name)
      })
    })
    // A rule that builds on a faulty one says nothing further: the fault is told where it is.
    const sound = rule && !rule.bases.includes(UNSOUND.id) ? rule : undefined
    compiled.set(from, sound)
    if (!sound) return undefined
    if (inner.has(from)) {
      feeders.set(from, feederOf(sound))
      placed.push({ rule: feeders.get(from) as CorrelationRule, from })
    }
    if (!inner.has(from) || telling.has(from)) placed.push({ rule: sound, from })
    return sound
  }
  for (const from of sources) compile(from, [])
  placed.forEach(({ rule, from }, index) =>
    namesIn(from.source).forEach((name, step) => {
      const feeder = byName.get(name)
      const fed = feeder && feeders.get(feeder)
      if (!fed) return
      const told = { ...fed, id: feeder.names[0] as string }
      attempt(() => {
        const group = groupWithin(from.source, rule, told, feeder.names)
        fed.feeds.push({ rule: index, step, group, value: valueWithin(from.source, rule, told) })
      })
    }),
  )
  return [...placed.map(({ rule }) => rule), ...generated(generating, compiled, bases, attempt)]
}

/** Each base rule once, with the longest timespan of those that let it tell. */
function generated(
  generating: readonly CorrelationSource[],
  compiled: ReadonlyMap<CorrelationSource, CorrelationRule | undefined>,
  bases: ReadonlyMap<string, BaseRule>,
  attempt: Attempt,
): CorrelationRule[] {
  const timespans = new Map<BaseRule, number>()
  for (const from of generating)
    for (const name of namesIn(from.source)) {
      const base = bases.get(name)
      if (base) timespans.set(base, Math.max(timespans.get(base) ?? 0, compiled.get(from)?.timespanMs ?? 0))
    }
  return [...timespans].flatMap(([base, timespanMs]) => attempt(() => standAlone(base, timespanMs)) ?? [])
}

/** Stands in for a rule whose own fault has been told. */
const UNSOUND = { id: ' unsound', techniques: [], fingerprint: '', groupBy: [] } as unknown as CorrelationRule
