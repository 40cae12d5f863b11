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
    for (const text of ['POST http://evil.example/x', 'POST //evil.example/x', 'GET /x', 'TRACE /x', 'POST /x?y=1', ''])
      expect(readHttpCommand(command(text))).toMatchObject({
        ok: false,
        reason: expect.stringContaining('path without a host'),
      })
    expect(readHttpCommand(command('POST /x', '{"a":__b__:value}'))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('not JSON'),
    })
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
