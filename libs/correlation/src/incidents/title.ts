import type { Localised, SignalSummary } from '@genba/contracts'
import type { PlantFacts } from './facts.js'

/** Zones that a title names one by one; more are counted. */
const ZONES_NAMED = 3

/** What was found (the most severe rule, and how many others) and where, in the order in which it spread. */
export function titleOf(
  signals: readonly SignalSummary[],
  zones: readonly string[],
  { zoneNames }: PlantFacts,
): Localised {
  const byRule = new Map<string, SignalSummary>()
  for (const signal of signals)
    if (signal.severity > (byRule.get(signal.rule.id)?.severity ?? -1)) byRule.set(signal.rule.id, signal)
  const [first, ...others] = [...byRule.values()].sort(
    (a, b) => b.severity - a.severity || a.firstAt - b.firstAt || (a.rule.id < b.rule.id ? -1 : 1),
  )
  const named = zones.slice(0, ZONES_NAMED)
  const more = zones.length - named.length
  const where = (language: 'ja' | 'en') => named.map((zone) => zoneNames.get(zone)?.[language] ?? zone).join(' → ')
  return {
    ja: `${where('ja')}${more > 0 ? ` ほか${more}ゾーン` : ''}：${first?.rule.title.ja ?? ''}${others.length > 0 ? ` ほか${others.length}件` : ''}`,
    en: `${where('en')}${more > 0 ? ` and ${more} more` : ''}: ${first?.rule.title.en ?? ''}${others.length > 0 ? ` and ${others.length} more` : ''}`,
  }
}
