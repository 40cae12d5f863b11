import { CAN, Refused, type Approval, type Decision, type Response, type Role } from '@genba/contracts'
import { answer, retry, type Outcome } from '@genba/playbook'
import { audit, note, unchanged, withResponse, type Change } from '../responses/change.js'
import { currentRun, refresh } from '../responses/progress.js'

/** What a decision did: `settles` names the step that goes on by it. */
export type Applied = { change: Change; settles?: { step: string; outcome: Outcome } }

/** A response after a person's decision, with its audit entry; undefined when this decision was taken before. */
export function applyDecision(response: Response, decision: Decision, now: number): Applied | undefined {
  if (response.timeline.some(({ id }) => id === entryId(decision))) return undefined
  return decision.what.kind === 'approval'
    ? applyAnswer(response, decision, decision.what, now)
    : applyRetry(response, decision, decision.what, now)
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

function applyRetry(
  response: Response,
  decision: Decision,
  { run, step, reason }: Extract<Decision['what'], { kind: 'retry' }>,
  now: number,
): Applied | undefined {
  const current = currentRun(response)
  const state = current?.id === run ? current.steps.find(({ id }) => id === step)?.state : undefined
  const mayRetry = decision.by.roles.some((role) => (CAN['step.retry'] as readonly Role[]).includes(role))
  // An older wish can't mean a step that parked after it was made.
  if (!current || !mayRetry || state?.at !== 'parked' || decision.at < state.since) return undefined
  const runs = [...response.runs.slice(0, -1), retry(current, step, decision.by.user, now)]
  const params = { run, step, reason }
  const change = note(withResponse(unchanged(response), { runs }), {
    kind: 'step.retried',
    by: decision.by.user,
    params,
    now,
    id: entryId(decision),
  })
  const entry = {
    at: decision.at,
    by: decision.by.user,
    action: 'step.retried',
    subject: response.incident,
    detail: { ...params, roles: decision.by.roles.join(',') },
  }
  return { change: refresh(audit(change, entryId(decision), entry), now) }
}

const entryId = (decision: Decision): string => `decision:${decision.id}`
