import {
  attemptId,
  Refused,
  type DecideInput,
  type Decision,
  type Response,
  type Role,
  type StepWish,
} from '@genba/contracts'

export type Decider = { user: string; roles: Role[] }

/**
 * A person's answer to an approval. Throws Refused when there is no such approval, when it is decided, when this person answered it
 * already or is none of its approvers. Its id is the person's answer to that approval: sent twice it is one decision.
 */
export function decisionOn(
  response: Response,
  approvalId: string,
  by: Decider,
  input: DecideInput,
  at: number,
): Decision {
  const approval = response.approvals.find(({ id }) => id === approvalId)
  if (!approval) throw new Refused('NOT_FOUND', { approval: approvalId })
  const isApprover = [...approval.roles, ...approval.mustInclude].some((role) => by.roles.includes(role))
  if (!isApprover) throw new Refused('NOT_AN_APPROVER', { approval: approvalId })
  const hasAnswered = approval.answers.some(({ user }) => user === by.user)
  if (approval.state !== 'waiting' || hasAnswered) throw new Refused('ALREADY_DECIDED', { approval: approvalId })
  const id = `${response.id}~${approvalId}~${by.user}`
  return { ...head(response, id, by, at), what: { kind: 'approval', approval: approvalId, ...input } }
}

/**
 * How a person wants a step to go on. Throws Refused when the step is not there, or not where that is possible any more. One of a kind
 * for each attempt.
 */
export function wishOf(
  response: Response,
  step: { run: string; step: string },
  { kind, reason }: { kind: StepWish; reason: string },
  by: Decider,
  at: number,
): Decision {
  const found = response.runs.find(({ id }) => id === step.run)?.steps.find(({ id }) => id === step.step)
  if (!found) throw new Refused('NOT_FOUND', step)
  if (response.state === 'done') throw new Refused('NOT_OPEN', step)
  const isReached = found.state.at === 'done' || found.state.at === 'failed'
  if (found.state.at !== 'parked' && !(kind === 'rerun' && isReached)) throw new Refused('CHANGED_MEANWHILE', step)
  const id = `${attemptId(step.run, step.step, found.attempt)}~${kind}`
  return { ...head(response, id, by, at), what: { kind, ...step, reason } }
}

function head(response: Response, id: string, by: Decider, at: number): Omit<Decision, 'what'> {
  return { v: 1, id, plant: response.plant, incident: response.incident, by, at }
}
