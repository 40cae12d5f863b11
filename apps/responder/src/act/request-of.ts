import { Refused } from '@genba/contracts'
import { fillHttpRequest, readHttpCommand, type HttpRequest, type Playbook, type Step } from '@genba/playbook'

/** The request of an http-api step with a run's values, and the connector that its target names. Throws Refused BAD_INPUT. */
export function requestOf(
  playbook: Playbook,
  step: Step,
  at: string,
  variables: Readonly<Record<string, string>>,
): { connector: string; request: HttpRequest } {
  const read = readHttpCommand(step.commands![0]!)
  if (!read.ok) throw new Refused('BAD_INPUT', { at, message: read.reason })
  const connector = playbook.target_definitions![step.targets![0]!]!.name
  return { connector, request: fillHttpRequest(read.request, variables) }
}

export const lineOf = ({ method, path }: HttpRequest): string => `${method} ${path}`
