import { Refused, attemptId } from '@genba/contracts'
import { fillHttpRequest, readHttpCommand } from '@genba/playbook'
import type { Connectors } from '../connectors/connectors.js'
import type { Done, Task } from '../steps/task.js'

/**
 * Carries out an http-api command through the connector that its target names. The key is the attempt's, so that a repeat after a
 * crash is the same request to whoever receives it. Throws Refused.
 */
export async function reachOut(
  { response, run, runStep, step, playbook, extension, attempt }: Task,
  connectors: Connectors,
): Promise<Done> {
  requireApproval({ response, run, extension })
  const read = readHttpCommand(step.commands![0]!)
  if (!read.ok) throw new Refused('BAD_INPUT', { at: runStep.id, message: read.reason })
  const connector = playbook.target_definitions![step.targets![0]!]!.name
  const request = fillHttpRequest(read.request, run.variables)
  const key = attemptId(run.id, runStep.id, attempt)
  const { answer } = await connectors.connect(connector, { drill: response.drill !== undefined }).send(request, key)
  return {
    outcome: { is: 'done', output: { answer } },
    effect: { connector, key, request: `${request.method} ${request.path}`, answer },
  }
}

/** House rule 7 once more, at the last door: the playbook was checked when it was read, this is what really happened. */
function requireApproval({ response, run, extension }: Pick<Task, 'response' | 'run' | 'extension'>): void {
  const { approvedBy } = extension
  if (approvedBy === undefined) return
  const isApproved = response.approvals.some(
    (approval) => approval.run === run.id && approval.step === approvedBy && approval.state === 'approved',
  )
  if (!isApproved) throw new Refused('NOT_APPROVED', { step: approvedBy })
}
