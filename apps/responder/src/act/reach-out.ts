import { Refused, attemptId } from '@genba/contracts'
import { beside } from '@genba/playbook'
import type { Connectors } from '../connectors/connectors.js'
import { placeHold } from '../holds/place-hold.js'
import type { Done, Task } from '../steps/task.js'
import { lineOf, requestOf } from './request-of.js'

/**
 * Carries out a command through the connector that its target names. The key is the attempt's, so that a repeat after a crash is the
 * same request to whoever receives it. What stands for a time becomes a hold in the same write. Throws Refused.
 */
export async function reachOut(task: Task, connectors: Connectors): Promise<Done> {
  const { response, run, runStep, step, variables, playbook, attempt } = task
  requireApproval(task)
  const { connector, request } = requestOf(playbook, step, variables)
  const key = attemptId(run.id, runStep.id, attempt)
  const { answer } = await connectors
    .connect(connector, { plant: response.plant, drill: response.drill !== undefined })
    .send(request, key)
  return {
    outcome: { is: 'done', output: { answer } },
    apply: (change, now) => placeHold(change, task, { key, connector, request }, now),
    effect: { connector, key, request: lineOf(request), answer },
  }
}

/**
 * House rule 7 once more, at the last door: the playbook was checked when it was read, this is what really happened. In a turn of a
 * while-condition the newest approval counts, not one of a turn before; of a choice only the ways that cover this step.
 */
function requireApproval({
  response,
  run,
  runStep,
  extension,
}: Pick<Task, 'response' | 'run' | 'runStep' | 'extension'>): void {
  const { approvedBy, approvedOptions } = extension
  if (approvedBy === undefined) return
  const step = beside(runStep.id, approvedBy)
  const newest = response.approvals.findLast((approval) => approval.run === run.id && approval.step === step)
  if (newest?.state !== 'approved') throw new Refused('NOT_APPROVED', { step })
  const { choice } = newest
  if (choice && !approvedOptions?.some((option) => option === choice.chosen))
    throw new Refused('NOT_APPROVED', { step, chosen: choice.chosen })
}
