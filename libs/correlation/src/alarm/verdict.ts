import type { AlarmVerdict } from '@genba/contracts'
import type { FoldBy } from './fold.js'
import type { Weight } from './tally.js'

export type VerdictCounts = Record<AlarmVerdict, number>

export const noVerdicts = (): VerdictCounts => ({
  new: 0,
  repeat: 0,
  chattering: 0,
  folded: 0,
  shelved: 0,
  suppressed: 0,
  outOfService: 0,
  returned: 0,
})

/**
 * What became of one alert; every alert gets exactly one, and `counts` says how it still takes part in correlation.
 * `alarm` is the row for `readAlarm`; the verdict is good until the next call.
 */
export type Verdict =
  | { is: 'new' | 'repeat' | 'chattering'; alarm: number; counts: 'full' }
  | { is: 'folded'; alarm: number; counts: 'full'; by: FoldBy; group: string }
  | { is: 'shelved' | 'outOfService'; alarm: number; counts: Weight; by: string }
  | { is: 'suppressed'; alarm: number; counts: Weight; kind: 'design' | 'maintenance'; by: string }
  | { is: 'returned'; alarm: number | undefined; counts: 'support' }
