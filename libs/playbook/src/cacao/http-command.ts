import { Refused } from '@genba/contracts'
import { textOfBase64 } from './base64.js'
import { fill } from './fill.js'
import type { Command } from './schema/steps.js'

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
/**
 * A request without a host: which system it goes to is the connector's business, so a playbook can't name an address.
 * `contentType` is absent for plain JSON; `body` is empty for GET.
 */
export type HttpRequest = { method: (typeof HTTP_METHODS)[number]; path: string; body: string; contentType?: string }
export type ReadHttpCommand = { ok: true; request: HttpRequest } | { ok: false; reason: string }

/** OpenC2 over HTTP (OASIS openc2-https 1.1): what its requests say they are. */
export const OPENC2_CONTENT_TYPE = 'application/openc2+json;version=1.0'

const COMMAND = /^([A-Z]+) (\/[^\s?#]*(?:\?[^\s#]*)?)(?: HTTP\/?\d(?:\.\d)?)?$/

/** Reads an http-api or openc2-http command: start line and JSON content, variables still open. */
export function readHttpCommand(command: Command): ReadHttpCommand {
  const [, method, path] = COMMAND.exec(command.command ?? '') ?? []
  const found = HTTP_METHODS.find((known) => known === method)
  if (!found || !path || path.startsWith('//'))
    return { ok: false, reason: `"${command.command ?? ''}": use ${HTTP_METHODS.join(', ')} and a path without a host` }
  const isOpenC2 = command.type === 'openc2-http'
  if (isOpenC2 && found !== 'POST') return { ok: false, reason: `${found}: an OpenC2 command is sent by POST` }
  const body = command.content ?? (command.content_b64 === undefined ? '{}' : textOfBase64(command.content_b64))
  if (body === undefined) return { ok: false, reason: 'content_b64: not base64 of a text' }
  if (!isJson(body)) return { ok: false, reason: 'content: not JSON; put variables inside of quotes' }
  const request = { method: found, path, body: found === 'GET' ? '' : body }
  return { ok: true, request: isOpenC2 ? { ...request, contentType: OPENC2_CONTENT_TYPE } : request }
}

/**
 * The request with its variables' values: encoded in the path, escaped in the JSON text, so that no value can change its shape.
 * Throws Refused BAD_INPUT for a value that would vanish from the path or climb in it.
 */
export function fillHttpRequest(request: HttpRequest, variables: Readonly<Record<string, string>>): HttpRequest {
  return {
    ...request,
    path: fill(request.path, variables, pathPart),
    body: fill(request.body, variables, (value) => JSON.stringify(value).slice(1, -1)),
  }
}

function pathPart(value: string): string {
  if (value === '' || value === '.' || value === '..')
    throw new Refused('BAD_INPUT', { at: 'path', message: `"${value}" can't be a part of a path` })
  return encodeURIComponent(value)
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
