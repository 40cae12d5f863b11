import { ERRORS, Problem, ROUTES, type ErrorCode, type RouteName } from '@genba/contracts'
import { noteServerTime } from './server-time.js'

type Routes = typeof ROUTES
type Output<S> = S extends { parse: (input: unknown) => infer Parsed } ? Parsed : never
type Input<S> = S extends { _zod: { input: infer Written } } ? Written : never
type Params<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { [key in Name]: string } & Params<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? { [key in Name]: string }
    : unknown

export type Answer<N extends RouteName> = Output<Routes[N]['answer']>
export type Ask<N extends RouteName> = (unknown extends Params<Routes[N]['path']>
  ? unknown
  : { params: Params<Routes[N]['path']> }) &
  (Routes[N] extends { query: infer Q } ? { query?: Input<Q> } : unknown) &
  (Routes[N] extends { body: infer B } ? { body: Input<B> } : unknown) & { signal?: AbortSignal }

/** Thrown when the gateway refused what was asked. `problem.code` has its text in both languages in ERRORS. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message)
    this.name = 'ApiError'
  }
}

/** Thrown when no answer came, or one that is not in the gateway's words (a proxy's page). */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

export const codeOf = (error: unknown): ErrorCode | undefined =>
  error instanceof ApiError ? error.problem.code : undefined

type Parts = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown; signal?: AbortSignal }

/** Calls one route of the contract's table. The answer is checked against its schema. */
export async function call<N extends RouteName>(name: N, ask: Ask<N>): Promise<Answer<N>> {
  const route = ROUTES[name]
  const { params, query, body, signal } = ask as Parts
  const response = await reach(urlOf(route.path, params, query), {
    method: route.method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(route.method === 'GET' ? {} : { 'x-genba-csrf': '1' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  })
  const json: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw refusal(response.status, json)
  return route.answer.parse(json ?? {}) as Answer<N>
}

async function reach(url: string, init: RequestInit): Promise<globalThis.Response> {
  try {
    const response = await fetch(url, init)
    noteServerTime(response.headers.get('date'))
    return response
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new Unreachable(`no answer from ${url}`, { cause })
  }
}

/** Fills `:name` parts and appends the query; throws when a parameter is missing. */
export function urlOf(path: string, params: Record<string, string> = {}, query: Record<string, unknown> = {}): string {
  const filled = path.replace(/:([a-z]+)/gi, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${path} needs ${name}`)
    return encodeURIComponent(value)
  })
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()
  return search ? `${filled}?${search}` : filled
}

/** A Problem when the body is one; else the code whose status fits, so that a proxy's answer is told apart too. */
export function refusal(status: number, body: unknown): Error {
  const problem = Problem.safeParse(body)
  if (problem.success) return new ApiError(problem.data)
  return status >= 502 ? new Unreachable(`status ${status}`) : new ApiError(byStatus(status))
}

function byStatus(status: number): Problem {
  const codes = Object.keys(ERRORS) as ErrorCode[]
  const code = codes.find((candidate) => ERRORS[candidate].status === status) ?? 'BROKEN'
  return { code, message: ERRORS[code].text.en, again: ERRORS[code].again }
}
