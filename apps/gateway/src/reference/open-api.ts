import { ERRORS, INGEST_FORMATS, INGEST_ROUTES, IngestAnswer, Problem, type Route } from '@genba/contracts'
import { NamedSchemas, type JsonSchema } from './named-schemas.js'

export type OpenApi = {
  openapi: string
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } }
  servers: { url: string; description: string }[]
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, JsonSchema> }
}
export type Operation = {
  operationId: string
  tags: string[]
  description: string
  security: Record<string, string[]>[]
  parameters: JsonSchema[]
  requestBody?: JsonSchema
  responses: Record<string, JsonSchema>
  servers?: OpenApi['servers']
}

export const CONTENT = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  html: 'text/html',
  file: 'application/octet-stream',
} as const
const ABOUT = `Genba's REST API, made from the schemas that the gateway checks requests with. Sign in with POST /v1/session; the cookie is the session.
Whatever is not a GET carries \`x-genba-csrf: 1\`. Every answer that is no success is a Problem.`

/** OpenAPI 3.1 of a table of routes. */
export function openApiOf(routes: Readonly<Record<string, Route>>): OpenApi {
  const schemas = new NamedSchemas()
  const problem = schemas.toJson(Problem)
  const paths: OpenApi['paths'] = {}
  for (const [name, route] of Object.entries(routes)) {
    const path = route.path.replace(/:([a-z]+)/gi, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route, schemas, problem) }
  }
  for (const [name, { path, record }] of Object.entries(INGEST_ROUTES))
    paths[path] = { ...paths[path], post: doorOf(name, schemas.toJson(record), schemas, problem) }
  const tags = new Set(Object.values(paths).flatMap((path) => Object.values(path).flatMap((one) => one.tags)))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Genba',
      version: 'v1',
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'the gateway that serves this document' }],
    tags: [...tags].sort().map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.named,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'genba_session' },
        source: { type: 'http', scheme: 'bearer', description: 'the API key of a source (Admin, Sources)' },
      },
    },
  }
}

function operationOf(name: string, route: Route, schemas: NamedSchemas, problem: JsonSchema): Operation {
  return {
    operationId: name,
    tags: [route.path.split('/')[2] as string],
    description: whoMay(route),
    security: route.access === 'public' ? [] : [{ session: [] }],
    parameters: [...pathParts(route), ...queryParts(route, schemas), ...csrf(route)],
    ...(route.body
      ? { requestBody: { required: true, content: { [CONTENT.json]: { schema: schemas.toJson(route.body) } } } }
      : {}),
    responses: { ...successOf(route, schemas), default: problemOf(problem) },
  }
}

/** A door of ingest, which is another process behind another address. Sensors' own formats (EVE, syslog) have schemas of their own elsewhere. */
function doorOf(operationId: string, record: JsonSchema, schemas: NamedSchemas, problem: JsonSchema): Operation {
  const schema = { oneOf: [record, { type: 'array', items: record }] }
  return {
    operationId,
    tags: ['ingest'],
    description:
      'For a source, by its API key: its records become those of its plant. Told is what became of each line.',
    security: [{ source: [] }],
    servers: [{ url: 'http://localhost:4601', description: 'ingest' }],
    parameters: [{ name: 'format', in: 'query', required: false, schema: { type: 'string', enum: INGEST_FORMATS } }],
    requestBody: {
      required: true,
      content: { [CONTENT.json]: { schema }, [CONTENT.ndjson]: { schema: record }, 'text/plain': { schema: SYSLOG } },
    },
    responses: {
      '200': { description: 'Accepted.', content: { [CONTENT.json]: { schema: schemas.toJson(IngestAnswer) } } },
      default: problemOf(problem),
    },
  }
}

const SYSLOG = { type: 'string', description: 'Lines of syslog (RFC 5424 or 3164), CEF or LEEF among them.' }

function whoMay({ access, scope }: Route): string {
  if (access === 'public') return 'For everybody.'
  if (access === 'own-account') return 'For everybody who is signed in, about their own account.'
  if (access === 'signed-in') return 'For everybody who is signed in.'
  return `Needs \`${access}\` ${scope === 'everywhere' ? 'on all plants' : 'on the plant that it is about'}.`
}

const pathParts = ({ path }: Route): JsonSchema[] =>
  [...path.matchAll(/:([a-z]+)/gi)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

function queryParts({ query }: Route, schemas: NamedSchemas): JsonSchema[] {
  if (!query) return []
  const [ref, json] = [schemas.toJson(query)['$ref'], schemas.toJson(query)]
  const schema = typeof ref === 'string' ? (schemas.named[ref.split('/').at(-1) as string] as JsonSchema) : json
  const required = (schema['required'] as string[] | undefined) ?? []
  return Object.entries(schema['properties'] as Record<string, JsonSchema>).map(([name, part]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: part,
  }))
}

const csrf = ({ method }: Route): JsonSchema[] =>
  method === 'GET'
    ? []
    : [{ name: 'x-genba-csrf', in: 'header', required: true, schema: { type: 'string', const: '1' } }]

function successOf({ as: special, answer }: Route, schemas: NamedSchemas): Record<string, JsonSchema> {
  const as = special ?? ('json' as const)
  if (as === 'redirect') return { '302': { description: 'The browser goes on to another page.' } }
  const description = as === 'ndjson' ? 'One such object in each line.' : 'Done.'
  return { '200': { description, content: { [CONTENT[as]]: { schema: schemas.toJson(answer) } } } }
}

const CODES = Object.entries(ERRORS)
  .map(([code, { status }]) => `${code} (${status})`)
  .join(', ')

const problemOf = (schema: JsonSchema): JsonSchema => ({
  description: `Refused: ${CODES}.`,
  content: { [CONTENT.json]: { schema } },
})
