import { PackedAlert, type Alert, type Endpoint } from '@genba/contracts'
import type { AlarmWords } from '../zones/alarm-words.js'
import type { PartitionState } from '../zones/state.js'

/** A matching alert that waits in a window: what a signal needs of it, without the alert. */
export type Member = {
  at: number
  /** Alerts that it stands for: more than one when repeats were folded, none when the alert is here for another step already. */
  n: number
  /** What the condition compares: the step of a temporal rule, the counted value, or nothing. */
  value: string | number
  severity: number
  /** Counts in full; else it is a member, but a rule fires only where another one counts in full (docs/decisions/0012). */
  isFull: boolean
  alarm: AlarmWords
  from: Endpoint | undefined
  to: Endpoint | undefined
}

/**
 * A sample is kept with its alarm so that five samples show five different things. `isLent`: the alert is still part of its pack; it stands among the
 * partition's lent ones.
 */
export type Sample = { alarm: AlarmWords; alert: Alert; isLent?: boolean }

type Lender = Pick<PartitionState, 'lent' | 'counts'>

/** Lent samples that are remembered: so many packs at most are held by them. */
const LENT_MAX = 1_000

/** Keeps the alert as it is: in a burst each takes the place of the one before, and only the last of a batch is parsed. */
export function lend(state: Lender, sample: Sample, alert: Alert): void {
  sample.alert = alert
  if (!(alert instanceof PackedAlert) || sample.isLent) return
  sample.isLent = true
  if (state.lent.push(sample) >= LENT_MAX) makeWhole(state)
}

/** Lets go of the packs. A sample whose rest is not JSON is kept without it: nobody would get past it otherwise. */
export function makeWhole({ lent, counts }: Lender): void {
  for (const sample of lent.splice(0)) {
    sample.isLent = false
    try {
      sample.alert = wholeOf(sample.alert)
    } catch {
      sample.alert = (sample.alert as PackedAlert).withoutRest()
      counts.broken++
    }
  }
}

/** What may be kept of an alert: a packed one would keep its whole pack in memory. Asked only where it is kept, because it parses the alert's rest. */
export const wholeOf = (alert: Alert): Alert => (alert instanceof PackedAlert ? alert.whole() : alert)

/** Where `at` goes in time order; equal times keep the order of arrival. */
export function placeOf(members: readonly Pick<Member, 'at'>[], at: number): number {
  let low = 0
  let high = members.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((members[middle] as Pick<Member, 'at'>).at <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** The first member at or after `at`. */
export const firstFrom = (members: readonly Pick<Member, 'at'>[], at: number): number => placeOf(members, at - 1)
