import { createRequire } from 'node:module'
import { describe, expect, test } from '@jest/globals'
import { INGEST_ROUTES, ROUTES, TOPICS } from '@genba/contracts'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv } from 'ajv'
import { asyncApiOf } from './async-api.js'
import { openApiOf } from './open-api.js'
import { pageOf } from './page.js'

const open = openApiOf(ROUTES)
const async = asyncApiOf()
const refs = (document: object): string[] =>
  [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to as string)
const leadsSomewhere = (document: object, to: string): boolean =>
  to
    .slice(2)
    .split('/')
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document) !== undefined

describe('the OpenAPI document', () => {
  test('is valid by the official schema of 3.1', async () => {
    const result = await new Validator().validate(structuredClone(open))
    expect(result.errors ?? []).toEqual([])
    expect(result.valid).toBe(true)
  })

  test('has an operation for every route, with its parameters and body', () => {
    const operations = Object.values(open.paths).flatMap((path) => Object.values(path))
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      [...Object.keys(ROUTES), ...Object.keys(INGEST_ROUTES)].sort(),
    )
    expect(open.paths['/v1/incidents/{incident}/approvals/{approval}']?.['post']).toMatchObject({
      parameters: [{ name: 'incident' }, { name: 'approval' }, { name: 'x-genba-csrf' }],
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/DecideInput' } } } },
    })
  })

  test('has the doors of ingest beside the routes of the gateway, behind the key of a source', () => {
    expect(open.paths['/v1/alerts']?.['get']).toMatchObject({ operationId: 'listAlerts', security: [{ session: [] }] })
    expect(open.paths['/v1/alerts']?.['post']).toMatchObject({
      operationId: 'postAlerts',
      security: [{ source: [] }],
      requestBody: { content: { 'application/x-ndjson': { schema: { $ref: '#/components/schemas/AlertInput' } } } },
    })
  })

  test('leads nowhere in vain', () => {
    for (const to of refs(open)) expect([to, leadsSomewhere(open, to)]).toEqual([to, true])
  })
})

describe('the AsyncAPI document', () => {
  test('is valid by the official schema of 3.0', () => {
    const specs = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object
    const ajv = new Ajv({ strict: false, logger: false, allErrors: false, validateFormats: false })
    const isValid = ajv.compile(specs)
    expect([isValid(async), isValid.errors]).toEqual([true, null])
  })

  test('has a channel for every topic and for what consoles hear', () => {
    const addresses = Object.values(async.channels).map(({ address }) => address)
    expect(addresses).toEqual([...Object.keys(TOPICS), 'live', 'join', 'leave', 'ack'])
    for (const to of refs(async)) expect([to, leadsSomewhere(async, to)]).toEqual([to, true])
  })

  test('tells of ticks where there are some, and nowhere else', () => {
    const ticked = Object.values(async.channels).filter(({ messages }) => messages['tick'] !== undefined)
    expect(ticked.map(({ address }) => address)).toEqual(['alert.v1', 'measurement.v1'])
    expect(ticked[0]?.messages['tick']).toMatchObject({
      payload: { type: 'null' },
      headers: { properties: { tick: { contentSchema: { $ref: '#/components/schemas/Tick' } } } },
    })
  })
})

describe('the page', () => {
  const page = pageOf(open, async)
  test('shows every operation and every topic, without a script and without anything from elsewhere', () => {
    for (const name of [ROUTES, INGEST_ROUTES, TOPICS].flatMap((table) => Object.keys(table)))
      expect(page).toContain(name)
    expect(page).not.toMatch(/<script|https?:\/\//i)
    for (const [, to] of page.matchAll(/href="#schema-(\w+)"/g)) expect(page).toContain(`id="schema-${to}"`)
  })
})
