import { Refused, type OutsideRequest } from '@genba/contracts'
import { fillHttpRequest, readHttpCommand } from './http-command.js'
import type { Command } from './schema/steps.js'

/** Whether a command reaches out of Genba. */
export const isOutside = ({ type }: Pick<Command, 'type'>): boolean => type === 'http-api' || type === 'openc2-http'

/** The request of such a command with its variables' values. Throws Refused BAD_INPUT, which names the fault. */
export function outsideRequest(command: Command, variables: Readonly<Record<string, string>>): OutsideRequest {
  const read = readHttpCommand(command)
  if (!read.ok) throw new Refused('BAD_INPUT', { message: read.reason })
  const { method, path, body } = fillHttpRequest(read.request, variables)
  return command.type === 'openc2-http'
    ? { type: 'openc2-http', path, command: body }
    : { type: 'http-api', method, path, body }
}
