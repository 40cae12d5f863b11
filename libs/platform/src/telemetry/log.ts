import type { LoggerService } from '@nestjs/common'
import { pino, type Logger } from 'pino'

export type Log = Logger

const REDACTED = [
  'password',
  'key',
  'token',
  'authorization',
  'cookie',
  '*.password',
  '*.key',
  '*.token',
  '*.authorization',
  '*.cookie',
]

/** One JSON line per event on standard output; the fields named in REDACTED never leave. */
export const createLog = (app: string, level: string): Log =>
  pino({ level, base: { app }, redact: REDACTED, timestamp: pino.stdTimeFunctions.isoTime })

/** Nest's own messages through pino. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}
  log(message: unknown, context?: string): void {
    this.target.debug({ context }, String(message))
  }
  warn(message: unknown, context?: string): void {
    this.target.warn({ context }, String(message))
  }
  error(message: unknown, stack?: string, context?: string): void {
    this.target.error({ context, stack }, String(message))
  }
}
