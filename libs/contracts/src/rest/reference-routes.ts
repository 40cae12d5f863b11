import { z } from 'zod'
import type { Route } from './route.js'

/** The documents of this API, made from the tables, and both as a page. */
export const REFERENCE_ROUTES = {
  getOpenApi: {
    method: 'GET',
    path: '/v1/reference/openapi.json',
    access: 'signed-in',
    answer: z.looseObject({ openapi: z.string() }),
  },
  getAsyncApi: {
    method: 'GET',
    path: '/v1/reference/asyncapi.json',
    access: 'signed-in',
    answer: z.looseObject({ asyncapi: z.string() }),
  },
  getReference: { method: 'GET', path: '/v1/reference', access: 'signed-in', answer: z.string(), as: 'html' },
} as const satisfies Record<string, Route>
