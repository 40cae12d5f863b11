import type { Alert } from './alert.v1.js'

/** What a report says about the condition behind it: `reported` by a source that never says when it is over. */
export type AlarmCondition = 'reported' | 'stands' | 'returned'

/** Field and words by which sources tell the begin and end of a condition: Alertmanager, alarm servers that speak of active and inactive. */
const TOLD_BY: readonly { field: string; words: Readonly<Record<string, AlarmCondition>> }[] = [
  { field: 'status', words: { firing: 'stands', resolved: 'returned' } },
  { field: 'alarm.condition', words: { active: 'stands', inactive: 'returned' } },
]
/** Genba's own detectors of measurements. */
const DETECTED: Readonly<Record<string, AlarmCondition>> = { standing: 'stands', returned: 'returned' }

/**
 * What an alert says about its condition; `reported` when its source has no word for the end of it. A network alert is never the end of
 * anything: its fields come off the wire, and an intruder must not be able to write "resolved" into them.
 */
export function conditionOf(alert: Pick<Alert, 'kind' | 'rule' | 'fields'>): AlarmCondition {
  if (alert.kind === 'network') return 'reported'
  const { rule, fields } = alert
  if (rule.startsWith('anomaly:')) return wordOf(DETECTED, fields['state'])
  for (const { field, words } of TOLD_BY) {
    const condition = wordOf(words, fields[field])
    if (condition !== 'reported') return condition
  }
  return 'reported'
}

const wordOf = (words: Readonly<Record<string, AlarmCondition>>, word: unknown): AlarmCondition =>
  typeof word === 'string' && Object.hasOwn(words, word) ? words[word]! : 'reported'
