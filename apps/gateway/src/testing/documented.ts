import { ROUTES, type Route, type RouteName } from '@genba/contracts'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { asyncApiOf } from '../reference/async-api.js'
import { CONTENT, openApiOf } from '../reference/open-api.js'

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema(openApiOf(ROUTES), 'open')
ajv.addSchema(asyncApiOf(), 'async')

const pointer = (...steps: string[]): string =>
  steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')

/** What the OpenAPI document has against a real answer of a route; empty: nothing. */
export function undocumentedAnswer(name: RouteName, value: unknown): string {
  const { path, method, as } = ROUTES[name] as Route
  const type = CONTENT[as === 'ndjson' || as === 'file' ? as : 'json']
  const place = [
    'paths',
    path.replace(/:([a-z]+)/gi, '{$1}'),
    method.toLowerCase(),
    'responses',
    '200',
    'content',
    type,
  ]
  return check(`open#/${pointer(...place, 'schema')}`, value)
}

/** What the AsyncAPI document has against something that was heard on one of its channels. */
export const undocumentedMessage = (channel: string, value: unknown): string =>
  check(`async#/${pointer('channels', channel, 'messages', 'value', 'payload')}`, value)

function check($ref: string, value: unknown): string {
  const isValid = ajv.compile({ $ref })
  return isValid(value) ? '' : ajv.errorsText(isValid.errors)
}
