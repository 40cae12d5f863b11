import { Refused, type Decider, type Hold, type Localised, type OutsideRequest, type Role } from '@genba/contracts'

export type HoldOpening = {
  id: string
  run: string
  step: string
  title: Localised
  connector: string
  request: OutsideRequest
  undo: Hold['undo']
  roles: readonly Role[]
  holdMs?: number | undefined
  now: number
}

/** What an attempt did outside and how it ends; `id` is the attempt's key. Without `holdMs` it stands until somebody ends it. */
export const openHold = ({ holdMs, now, roles, ...rest }: HoldOpening): Hold => ({
  ...rest,
  roles: [...roles],
  since: now,
  ...(holdMs === undefined ? {} : { holdMs, until: now + holdMs }),
  state: { at: 'standing' },
  works: 0,
  renewals: [],
})

/** Whether Genba is to undo it itself at its time. */
const isUndoneByGenba = ({ undo }: Hold): boolean => undo.by === 'genba' && undo.request !== undefined

/** The next moment at which something is due here by time alone. */
export function holdDueAt(hold: Hold): number | undefined {
  if (hold.work) return hold.work.leaseUntil
  return hold.state.at === 'standing' ? hold.until : undefined
}

/**
 * The hold as its time comes: work is taken up by whoever saves this, for `leaseMs`; work that somebody took up and did not end is
 * taken up again with the same key. A hold that a person must end is asked of them. Undefined when nothing is due.
 */
export function takeUp(
  hold: Hold,
  { now, leaseMs, by }: { now: number; leaseMs: number; by: string },
): Hold | undefined {
  const dueAt = holdDueAt(hold)
  if (dueAt === undefined || dueAt > now) return undefined
  if (hold.work) return { ...hold, work: { ...hold.work, tries: hold.work.tries + 1, leaseUntil: now + leaseMs } }
  if (!isUndoneByGenba(hold)) return { ...hold, state: { at: 'asked', since: now } }
  const begun = begin(hold, { what: 'undo', by, reason: 'expired' }, now)
  return { ...begun, work: { ...begun.work!, tries: 1, leaseUntil: now + leaseMs } }
}

export type HoldWish =
  { kind: 'renew'; holdMs: number; reason: string } | { kind: 'undo'; isByHand: boolean; reason: string }

/** The hold after a person's wish. Throws Refused NOT_OPEN, NOT_AN_APPROVER, CHANGED_MEANWHILE (Genba is at it) or NO_CONNECTOR. */
export function wish(hold: Hold, who: Decider, asked: HoldWish, now: number): Hold {
  if (hold.state.at === 'undone') throw new Refused('NOT_OPEN', { hold: hold.id })
  if (!who.roles.some((role) => hold.roles.includes(role))) throw new Refused('NOT_AN_APPROVER', { hold: hold.id })
  if (hold.work) throw new Refused('CHANGED_MEANWHILE', { hold: hold.id })
  const by = who.user
  if (asked.kind === 'renew') return begin(hold, { what: 'renew', by, reason: asked.reason, holdMs: asked.holdMs }, now)
  if (asked.isByHand)
    return { ...hold, state: { at: 'undone', since: now, how: 'by-hand', by, reason: asked.reason, answer: '' } }
  if (!hold.undo.request) throw new Refused('NO_CONNECTOR', { hold: hold.id })
  return begin(hold, { what: 'undo', by, reason: asked.reason }, now)
}

/** What is to be sent for the work under way. */
export const requestOf = (hold: Hold): OutsideRequest =>
  hold.work?.what === 'undo' ? hold.undo.request! : hold.request

export type WorkResult = { is: 'done'; answer: string } | { is: 'failed'; error: string; mayTryAgain: boolean }

/**
 * The hold after one try of its work. A try that failed is tried again with the same key after a wait that doubles; past `triesMax` an
 * undo is stuck until a person ends it, a renewal is given up and the hold keeps its time. Undefined when it is not that work any more.
 */
export function settleWork(
  hold: Hold,
  key: string,
  result: WorkResult,
  { now, triesMax, retryMs, by }: { now: number; triesMax: number; retryMs: number; by: string },
): Hold | undefined {
  const { work, ...rest } = hold
  if (work?.key !== key) return undefined
  if (result.is === 'failed' && result.mayTryAgain && work.tries < triesMax)
    return { ...hold, work: { ...work, leaseUntil: now + retryMs * 2 ** (work.tries - 1) } }
  if (result.is === 'failed')
    return work.what === 'undo' ? { ...rest, state: { at: 'stuck', since: now, error: result.error } } : rest
  if (work.what === 'undo') {
    const how = work.by === by ? 'expired' : 'early'
    return {
      ...rest,
      state: { at: 'undone', since: now, how, by: work.by, reason: work.reason, answer: result.answer },
    }
  }
  const until = now + (work.holdMs ?? hold.holdMs ?? 0)
  const renewal = { by: work.by, reason: work.reason, at: now, until }
  return { ...rest, state: { at: 'standing' }, until, renewals: [...hold.renewals, renewal] }
}

type Begun = { what: 'undo' | 'renew'; by: string; reason: string; holdMs?: number }

/** Work that nobody has taken up yet. */
function begin(hold: Hold, begun: Begun, now: number): Hold {
  const works = hold.works + 1
  return { ...hold, works, work: { ...begun, key: `${hold.id}:${begun.what}:${works}`, tries: 0, leaseUntil: now } }
}
