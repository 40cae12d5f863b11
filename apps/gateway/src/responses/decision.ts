import { attemptId, Refused, type Decider, type Response, type ResponseDecision, type StepWish } from '@genba/contracts'

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
): ResponseDecision {
  const found = response.runs.find(({ id }) => id === step.run)?.steps.find(({ id }) => id === step.step)
  if (!found) throw new Refused('NOT_FOUND', step)
  if (response.state === 'done') throw new Refused('NOT_OPEN', step)
  const isReached = found.state.at === 'done' || found.state.at === 'failed'
  if (found.state.at !== 'parked' && !(kind === 'rerun' && isReached)) throw new Refused('CHANGED_MEANWHILE', step)
  const id = `${attemptId(step.run, step.step, found.attempt)}~${kind}`
  return { ...headOf(response, id, by, at), what: { kind, ...step, reason } }
}

/** What each decision about a response begins with. */
export function headOf(response: Response, id: string, by: Decider, at: number): Omit<ResponseDecision, 'what'> {
  return { v: 1, id, plant: response.plant, incident: response.incident, by, at }
}
