import type { Alert } from '@genba/contracts'
import type { Condition } from './verdict.js'

/** Field and words by which sources tell the begin and end of a condition: Alertmanager, alarm servers that speak of active and inactive. */
const TOLD_BY: readonly { field: string; words: Readonly<Record<string, Condition>> }[] = [
  { field: 'status', words: { firing: 'stands', resolved: 'returned' } },
  { field: 'alarm.condition', words: { active: 'stands', inactive: 'returned' } },
]

/**
 * What an alert says about its condition; `reported` when its source has no word for the end of it. A network alert is never the end of
 * anything: its fields come off the wire, and an intruder must not be able to write "resolved" into them.
 */
export function conditionOf({ kind, fields }: Pick<Alert, 'kind' | 'fields'>): Condition {
  if (kind === 'network') return 'reported'
  for (const { field, words } of TOLD_BY) {
    const word = fields[field]
    if (typeof word === 'string' && Object.hasOwn(words, word)) return words[word]!
  }
  return 'reported'
}
