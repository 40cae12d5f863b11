import { Refused, type Approval, type ResponseDecision, type Response } from '@genba/contracts'
import { answer, breakGlass, review, type Outcome } from '@genba/playbook'
import { audit, note, unchanged, withResponse, type Change } from '../responses/change.js'
import type { Applied } from './apply-decision.js'
import { entryId } from './entry-id.js'

type What<K extends ResponseDecision['what']['kind']> = Extract<ResponseDecision['what'], { kind: K }>
type Kind =
  | 'approval.given'
  | 'approval.approved'
  | 'approval.refused'
  | 'approval.late'
  | 'approval.break-glass'
  | 'approval.reviewed'

/** A person's answer; one that does not count is told with the reason why. */
export function applyAnswer(
  response: Response,
  decision: ResponseDecision,
  what: What<'approval'>,
  now: number,
): Applied {
  const { by } = decision
  return settleBy(response, decision, now, {
    params: {
      answer: what.answer,
      ...(what.option === undefined ? {} : { option: what.option }),
      reason: what.reason,
      ...(what.seen ? { seen: what.seen.hash } : {}),
    },
    decide: (approval) => {
      const { answer: said, option, reason, seen } = what
      return answer(approval, { by, answer: said, option, reason, seen, now })
    },
    kindOf: ({ state }) =>
      state === 'waiting' ? 'approval.given' : state === 'approved' ? 'approval.approved' : 'approval.refused',
  })
}

export function applyBreakGlass(
  response: Response,
  decision: ResponseDecision,
  what: What<'break-glass'>,
  now: number,
): Applied {
  const { by } = decision
  return settleBy(response, decision, now, {
    params: {
      ...(what.option === undefined ? {} : { option: what.option }),
      reason: what.reason,
      seen: what.seen.hash,
    },
    decide: (approval) => {
      const { option, reason, seen } = what
      return breakGlass(approval, { by, option, reason, seen, now })
    },
    kindOf: () => 'approval.break-glass',
  })
}

/** A look at it later: nothing goes on by it. */
export function applyReview(
  response: Response,
  decision: ResponseDecision,
  what: What<'review'>,
  now: number,
): Applied {
  const { by } = decision
  const { change } = settleBy(response, decision, now, {
    params: { verdict: what.verdict, reason: what.reason },
    decide: (approval) => review(approval, { by, verdict: what.verdict, reason: what.reason, now }),
    kindOf: () => 'approval.reviewed',
  })
  return { change }
}

type Ways = {
  params: Record<string, string>
  decide: (approval: Approval) => Approval
  kindOf: (after: Approval) => Kind
}

function settleBy(
  response: Response,
  decision: ResponseDecision,
  now: number,
  { params, decide, kindOf }: Ways,
): Applied {
  const { approval: id } = decision.what as What<'approval'>
  const approval = response.approvals.find((each) => each.id === id)
  const after = approval ? orCode(() => decide(approval)) : 'NOT_FOUND'
  const about = { approval: id, ...params, ...(approval ? { step: approval.step, run: approval.run } : {}) }
  if (typeof after === 'string')
    return { change: told(unchanged(response), decision, 'approval.late', { ...about, code: after }, now) }
  const approvals = response.approvals.map((each) => (each.id === id ? after : each))
  const change = told(withResponse(unchanged(response), { approvals }), decision, kindOf(after), about, now)
  const outcome = outcomeOf(after)
  return outcome ? { change, settles: { step: after.step, outcome } } : { change }
}

const outcomeOf = ({ state, choice }: Approval): Outcome | undefined =>
  state === 'approved'
    ? { is: 'done', output: choice?.chosen === undefined ? {} : { [choice.variable]: choice.chosen } }
    : state === 'refused'
      ? { is: 'failed', error: 'refused' }
      : undefined

function told(
  change: Change,
  decision: ResponseDecision,
  kind: Kind,
  params: Record<string, string>,
  now: number,
): Change {
  const { by, at } = decision
  const id = entryId(decision)
  const standsFor = by.standsFor?.map(({ role, user }) => `${role}:${user}`).join(',')
  return audit(note(change, { kind, by: by.user, params, now, id }), id, {
    at,
    by: by.user,
    action: kind,
    subject: change.response.incident,
    detail: {
      ...params,
      roles: by.roles.join(','),
      ...(standsFor ? { standsFor } : {}),
      responseVersion: change.response.version,
    },
  })
}

/** What it makes of the approval, or the code of why it does not count. */
function orCode(decide: () => Approval): Approval | string {
  try {
    return decide()
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}
