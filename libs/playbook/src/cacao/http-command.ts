import { Refused } from '@genba/contracts'
import { fill } from './fill.js'
import type { Command } from './playbook.js'

export const HTTP_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const
/** A request without a host: which system it goes to is the connector's business, so a playbook can't name an address. */
export type HttpRequest = { method: (typeof HTTP_METHODS)[number]; path: string; body: string }

const COMMAND = /^([A-Z]+) (\/[^\s?#]*)(?: HTTP\/?\d(?:\.\d)?)?$/

/** Reads `POST /v1/conduits/__conduit__:value/block` and its JSON content, variables still open. */
export function readHttpCommand(command: Command): { ok: true; request: HttpRequest } | { ok: false; reason: string } {
  const [, method, path] = COMMAND.exec(command.command ?? '') ?? []
  const found = HTTP_METHODS.find((known) => known === method)
  if (!found || !path || path.startsWith('//'))
    return { ok: false, reason: `"${command.command ?? ''}": use ${HTTP_METHODS.join(', ')} and a path without a host` }
  const body = command.content ?? '{}'
  if (!isJson(body)) return { ok: false, reason: 'content: not JSON; put variables inside of quotes' }
  return { ok: true, request: { method: found, path, body } }
}

/**
 * The request with its variables' values: encoded in the path, escaped in the JSON text, so that no value can change its shape.
 * Throws Refused BAD_INPUT for a value that would vanish from the path or climb in it.
 */
export function fillHttpRequest(request: HttpRequest, variables: Readonly<Record<string, string>>): HttpRequest {
  return {
    method: request.method,
    path: fill(request.path, variables, pathPart),
    body: fill(request.body, variables, (value) => JSON.stringify(value).slice(1, -1)),
  }
}

function pathPart(value: string): string {
  if (value === '' || value === '.' || value === '..')
    throw new Refused('BAD_INPUT', { at: 'path', message: `"${value}" can't be a part of a path` })
  return encodeURIComponent(value)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
