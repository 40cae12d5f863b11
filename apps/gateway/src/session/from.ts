import type { Request } from 'express'
import type { From } from './visitor.js'

export const fromOf = (request: Request): From => ({
  address: request.ip ?? 'unknown',
  agent: request.headers['user-agent'] ?? '',
})
