import { describe, expect, jest, test } from '@jest/globals'
import { HttpException, type ArgumentsHost } from '@nestjs/common'
import { ERRORS, Refused, type ErrorCode } from '@genba/contracts'
import { z } from 'zod'
import type { Log } from './log.js'
import { ProblemFilter } from './problem.filter.js'

function answerTo(error: unknown): { status: number; problem: Record<string, unknown> } {
  const json = jest.fn()
  const status = jest.fn((_code: number) => ({ json }))
  const log = { error: () => undefined, warn: () => undefined } as unknown as Log
  const host = {
    switchToHttp: () => ({ getResponse: () => ({ headersSent: false, status }) }),
  } as unknown as ArgumentsHost
  new ProblemFilter(log).catch(error, host)
  return {
    status: status.mock.calls[0]?.[0] as number,
    problem: json.mock.calls[0]?.[0] as Record<string, unknown>,
  }
}
const named = (name: string): Error => Object.assign(new Error('connect 10.0.0.1'), { name })

describe('what was thrown becomes a problem', () => {
  test.each<[unknown, ErrorCode]>([
    [new Refused('NOT_OPEN'), 'NOT_OPEN'],
    [new HttpException('gone', 404), 'NOT_FOUND'],
    [Object.assign(new Error('too large'), { status: 413 }), 'TOO_LARGE'],
    [named('MongoServerSelectionError'), 'ENGINE_AWAY'],
    [named('KafkaJSNumberOfRetriesExceeded'), 'ENGINE_AWAY'],
    [new Error('bug'), 'BROKEN'],
    ['not even an error', 'BROKEN'],
  ])('%s is %s', (error, code) => {
    const { status, problem } = answerTo(error)
    expect([status, problem['code'], problem['again']]).toEqual([ERRORS[code].status, code, ERRORS[code].again])
  })

  test('names the field of wrong input', () => {
    const error = z.object({ reason: z.string() }).safeParse({}).error
    expect(answerTo(error).problem).toMatchObject({ code: 'BAD_INPUT', at: 'reason' })
  })

  test('tells nothing of what broke inside', () => {
    for (const error of [new Error('secret'), named('MongoNetworkError')])
      expect(JSON.stringify(answerTo(error).problem)).not.toMatch(/secret|10\.0\.0\.1/)
  })
})
