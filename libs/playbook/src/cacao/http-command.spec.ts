import { describe, expect, it } from '@jest/globals'
import { fillHttpRequest, readHttpCommand } from './http-command.js'

const command = (text: string, content?: string) => ({
  type: 'http-api',
  command: text,
  ...(content === undefined ? {} : { content }),
})

describe('an http-api command', () => {
  it('names a method and a path, never a host', () => {
    expect(readHttpCommand(command('POST /v1/conduits/__conduit__:value/block', '{"holdMs":1}'))).toEqual({
      ok: true,
      request: { method: 'POST', path: '/v1/conduits/__conduit__:value/block', body: '{"holdMs":1}' },
    })
    for (const text of ['POST http://evil.example/x', 'POST //evil.example/x', 'TRACE /x', 'POST /x#y', 'GET x', ''])
      expect(readHttpCommand(command(text))).toMatchObject({
        ok: false,
        reason: expect.stringContaining('path without a host'),
      })
    expect(readHttpCommand(command('POST /x', '{"a":__b__:value}'))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('not JSON'),
    })
  })
  it('reads without a body, and may have a query', () => {
    expect(readHttpCommand(command('GET /hosts?zone=__zone__:value HTTP/1.1'))).toEqual({
      ok: true,
      request: { method: 'GET', path: '/hosts?zone=__zone__:value', body: '' },
    })
    expect(fillHttpRequest({ method: 'GET', path: '/hosts?zone=__z__:value', body: '' }, { z: 'a&b=c' }).path).toBe(
      '/hosts?zone=a%26b%3Dc',
    )
  })
  it('of OpenC2 is a POST of its base64 content, said to be what it is', () => {
    const openc2 = (text: string, content_b64: string) =>
      readHttpCommand({ type: 'openc2-http', command: text, content_b64 })
    const body = '{"action":"deny","target":{"ipv4_net":["__zone__:value"]},"comment":"遮断"}'
    expect(openc2('POST /openc2 HTTP/1.1', Buffer.from(body).toString('base64'))).toEqual({
      ok: true,
      request: { method: 'POST', path: '/openc2', body, contentType: 'application/openc2+json;version=1.0' },
    })
    expect(openc2('PUT /openc2', 'e30=')).toEqual({ ok: false, reason: 'PUT: an OpenC2 command is sent by POST' })
    for (const bad of ['e30', '%%%%', Buffer.from([0xff, 0xfe, 0xfd]).toString('base64')])
      expect(openc2('POST /openc2', bad)).toMatchObject({ ok: false, reason: expect.stringContaining('content_b64') })
  })
  it('keeps its shape whatever the values are', () => {
    const filled = fillHttpRequest(
      { method: 'POST', path: '/c/__c__:value', body: '{"why":"__w__:value"}' },
      { c: 'a/../b?x', w: 'say "stop"\n', x: '' },
    )
    expect(filled.path).toBe('/c/a%2F..%2Fb%3Fx')
    expect(JSON.parse(filled.body)).toEqual({ why: 'say "stop"\n' })
  })
  it.each(['', '.', '..'])('refuses the path part "%s"', (c) => {
    expect(() => fillHttpRequest({ method: 'POST', path: '/c/__c__:value/block', body: '{}' }, { c })).toThrow(
      'BAD_INPUT',
    )
  })
})
