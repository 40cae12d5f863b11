import type { CorrelationRule } from '../rules/compile-correlation.js'
import type { AlarmWords } from '../zones/alarm-words.js'
import type { Member } from './member.js'

/** Windows shorter than this keep every alert apart. */
const FOLD_FROM = 256

/**
 * Folds repeats that cannot change whether the condition holds: a member between two of the same value that are within one timespan of
 * each other. A window as long as the timespan that holds the middle one holds one of the outer two, and a chain through it goes
 * through one of them as well, if it is its first or last step. The next alert of the same alarm counts for both.
 */
export function foldRepeats(rule: CorrelationRule, members: Member[]): void {
  if (rule.kind === 'event_count' || members.length < FOLD_FROM) return
  const isInner = (value: string | number) =>
    rule.kind === 'temporal_ordered' && value !== 0 && value !== rule.threshold - 1
  const previous = new Map<string | number, Member>()
  const next = new Map<string | number, Member>()
  const nextAlike = new Map<AlarmWords, Member>()
  const after = new Array<Member | undefined>(members.length)
  const alike = new Array<Member | undefined>(members.length)
  for (let index = members.length - 1; index >= 0; index--) {
    const member = members[index] as Member
    after[index] = next.get(member.value)
    alike[index] = nextAlike.get(member.alarm)
    next.set(member.value, member)
    nextAlike.set(member.alarm, member)
  }
  let kept = 0
  for (let index = 0; index < members.length; index++) {
    const member = members[index] as Member
    const later = after[index]
    const heir = alike[index]
    const earlier = previous.get(member.value)
    const isSpare = later && earlier && !isInner(member.value) && later.at - earlier.at <= rule.timespanMs
    if (isSpare && heir && heir.at - member.at <= rule.timespanMs && isAlike(member, heir)) {
      heir.n += member.n
      continue
    }
    previous.set(member.value, member)
    members[kept++] = member
  }
  members.length = kept
}

const isAlike = (a: Member, b: Member): boolean =>
  a.value === b.value &&
  a.isFull === b.isFull &&
  a.severity === b.severity &&
  a.from?.ip === b.from?.ip &&
  a.to?.ip === b.to?.ip
