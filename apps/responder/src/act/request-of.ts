import type { OutsideRequest } from '@genba/contracts'
import { outsideRequest, type Playbook, type Step } from '@genba/playbook'

/** What a step asks of a system outside with a run's values, and the connector that its target names. Throws Refused BAD_INPUT. */
export function requestOf(
  playbook: Playbook,
  step: Step,
  variables: Readonly<Record<string, string>>,
): { connector: string; request: OutsideRequest } {
  const connector = playbook.target_definitions![step.targets![0]!]!.name
  return { connector, request: outsideRequest(step.commands![0]!, variables) }
}

/** What the audit chain keeps of a request: bodies can be long. */
export const lineOf = (request: OutsideRequest): string =>
  request.type === 'http-api' ? `${request.method} ${request.path}` : `OpenC2 ${request.command.slice(0, 200)}`
