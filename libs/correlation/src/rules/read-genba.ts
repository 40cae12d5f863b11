import type { Localised } from '@genba/contracts'
import { isMap } from './compile-detection.js'
import { fail, type Source } from './rule-error.js'

const SEVERITY_OF: Record<string, number> = { informational: 5, low: 20, medium: 50, high: 80, critical: 95 }

/** Genba's own: title in both languages and severity; without it Sigma's `title` and `level` stand in. */
export function readGenba(source: Source): { title: Localised; severity: number } {
  const { genba = {}, title, level } = source.value
  if (!isMap(genba)) fail(source, ['genba'], 'genba must be a mapping')
  for (const key of Object.keys(genba))
    if (!['title', 'severity', 'cases'].includes(key))
      fail(source, ['genba', key], `"${key}" is not known; genba has title, severity, cases`)
  const own = genba['title'] ?? { ja: title, en: title }
  if (!isMap(own) || typeof own['ja'] !== 'string' || typeof own['en'] !== 'string')
    fail(source, ['genba', 'title'], 'title needs a text in ja and in en')
  const severity = genba['severity'] ?? SEVERITY_OF[typeof level === 'string' ? level : 'informational']
  if (typeof severity !== 'number' || !Number.isInteger(severity) || severity < 0 || severity > 100)
    fail(
      source,
      genba['severity'] === undefined ? ['level'] : ['genba', 'severity'],
      'severity must be a whole number from 0 to 100',
    )
  return { title: { ja: own['ja'], en: own['en'] }, severity }
}
