import { Refused, type Approval, type Decision, type Response } from '@genba/contracts'
import { answer, type Linked, type Outcome } from '@genba/playbook'
import { audit, note, unchanged, withResponse, type Change } from '../responses/change.js'
import { applyWish } from '../steps/apply-wish.js'
import { entryId } from './entry-id.js'

/** What a decision did: `settles` names the step that goes on by it. */
export type Applied = { change: Change; settles?: { step: string; outcome: Outcome } }

/** A response after a person's decision, with its audit entry; undefined when this decision was taken before. */
export function applyDecision(
  response: Response,
  playbook: Linked,
  decision: Decision,
  now: number,
): Applied | undefined {
  if (response.timeline.some(({ id }) => id === entryId(decision))) return undefined
  const { what } = decision
  if (what.kind === 'approval') return applyAnswer(response, decision, what, now)
  // A trial changes nothing of the response.
  return what.kind === 'shadow' ? undefined : applyWish(response, playbook, decision, what, now)
}

function applyAnswer(
  response: Response,
  decision: Decision,
  what: Extract<Decision['what'], { kind: 'approval' }>,
  now: number,
): Applied | undefined {
  const approval = response.approvals.find(({ id }) => id === what.approval)
  const params = {
    approval: what.approval,
    answer: what.answer,
    reason: what.reason,
    ...(approval ? { step: approval.step, run: approval.run } : {}),
  }
  const told = (
    change: Change,
    kind: 'approval.given' | 'approval.approved' | 'approval.refused' | 'approval.late',
    more: Record<string, string> = {},
  ): Change =>
    audit(
      note(change, { kind, by: decision.by.user, params: { ...params, ...more }, now, id: entryId(decision) }),
      entryId(decision),
      {
        at: decision.at,
        by: decision.by.user,
        action: kind,
        subject: response.incident,
        detail: { ...params, ...more, roles: decision.by.roles.join(','), responseVersion: response.version },
      },
    )
  const answered = approval ? tryAnswer(approval, decision, what, now) : 'NOT_FOUND'
  if (typeof answered === 'string') return { change: told(unchanged(response), 'approval.late', { code: answered }) }
  const approvals = response.approvals.map((each) => (each.id === answered.id ? answered : each))
  const change = withResponse(unchanged(response), { approvals })
  if (answered.state === 'waiting') return { change: told(change, 'approval.given') }
  const outcome: Outcome =
    answered.state === 'approved' ? { is: 'done', output: {} } : { is: 'failed', error: 'refused' }
  return {
    change: told(change, answered.state === 'approved' ? 'approval.approved' : 'approval.refused'),
    settles: { step: answered.step, outcome },
  }
}

/** The approval after the answer, or the code of why it does not count. */
function tryAnswer(
  approval: Approval,
  { by }: Decision,
  what: { answer: 'approve' | 'refuse'; reason: string },
  now: number,
): Approval | string {
  try {
    return answer(approval, { by, answer: what.answer, reason: what.reason, now })
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}
