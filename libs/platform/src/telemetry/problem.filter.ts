import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import type { Response } from 'express'
import { ERRORS, Refused, type Changed, type ErrorCode, type Fault, type Problem } from '@genba/contracts'
import { ZodError } from 'zod'
import type { Log } from './log.js'

const BY_STATUS: Record<number, ErrorCode> = {
  400: 'BAD_INPUT',
  401: 'NOT_SIGNED_IN',
  403: 'NOT_ALLOWED',
  404: 'NOT_FOUND',
  413: 'TOO_LARGE',
  415: 'UNKNOWN_FORMAT',
  429: 'TOO_MANY',
}
/** How the drivers name what they throw when nobody answers at the other end. */
const ENGINE_AWAY =
  /^(Mongo(Network|ServerSelection|PoolCleared|NotConnected|TopologyClosed)|MongooseServerSelection|KafkaJS(NumberOfRetries|Connection|BrokerNotFound|RequestTimeout))/

/** Turns whatever was thrown into a Problem. What nobody expected is logged with its stack and answered as BROKEN without it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>()
    if (response.headersSent) return
    const { code, at, message, changed, faults } = describe(error)
    if (code === 'BROKEN') this.log.error({ err: error }, 'unexpected error')
    if (code === 'ENGINE_AWAY') this.log.warn({ err: error }, 'an engine is away')
    const entry = ERRORS[code]
    const problem: Problem = {
      code,
      message: message ?? entry.text.en,
      again: entry.again,
      ...(at ? { at } : {}),
      ...(changed ? { changed } : {}),
      ...(faults ? { faults } : {}),
    }
    response.status(entry.status).json(problem)
  }
}

type Described = Pick<Problem, 'code'> & Partial<Pick<Problem, 'at' | 'message' | 'changed' | 'faults'>>

function describe(error: unknown): Described {
  if (error instanceof Refused) {
    const { at, message, changed, faults } = error.detail
    return {
      code: error.code,
      ...(typeof at === 'string' ? { at } : {}),
      ...(typeof message === 'string' ? { message } : {}),
      ...(Array.isArray(changed) ? { changed: changed as Changed[] } : {}),
      ...(Array.isArray(faults) ? { faults: faults as Fault[] } : {}),
    }
  }
  if (error instanceof ZodError) {
    const issue = error.issues[0]
    return { code: 'BAD_INPUT', at: issue?.path.join('.') ?? '', ...(issue ? { message: issue.message } : {}) }
  }
  if (error instanceof Error && ENGINE_AWAY.test(error.name)) return { code: 'ENGINE_AWAY' }
  const status = error instanceof HttpException ? error.getStatus() : (error as { status?: unknown } | null)?.status
  const code = typeof status === 'number' ? BY_STATUS[status] : undefined
  return code ? { code, message: (error as Error).message } : { code: 'BROKEN' }
}
