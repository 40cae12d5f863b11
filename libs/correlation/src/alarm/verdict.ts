import type { AlarmChange, Alarms } from './alarms.js'
import type { FoldBy } from './fold.js'
import type { AlarmPolicy } from './policy.js'
import type { Weight } from './tally.js'

/** What the report says about the condition: `reported` by a source that never says when it is over. */
export type Condition = 'reported' | 'stands' | 'returned'
export type AdmitFacts = { policy: AlarmPolicy; condition: Condition; partition: number; offset: number }

/**
 * What became of one alert; every alert gets exactly one, and `counts` says how it still takes part in correlation.
 * `alarm` is the row for `readAlarm`, good until the next call.
 */
export type Verdict =
  | { is: 'new' | 'repeat' | 'chattering'; alarm: number; counts: 'full' }
  | { is: 'folded'; alarm: number; counts: 'full'; position: string; by: FoldBy; group: string }
  | { is: 'shelved' | 'outOfService'; alarm: number; counts: Weight; by: string }
  | { is: 'suppressed'; alarm: number; counts: Weight; kind: 'design' | 'maintenance'; by: string }
  | { is: 'returned'; alarm: number | undefined; counts: 'support' }
export type Admitted = { state: Alarms; verdict: Verdict; told: readonly AlarmChange[] }
