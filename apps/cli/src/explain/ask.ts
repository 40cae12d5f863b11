import { Problem, ROUTES, type RouteName } from '@genba/contracts'
import type { z } from 'zod'
import type { Account } from '../config.js'
import { Stop } from '../stop.js'

const ANSWER_TIMEOUT_MS = 30_000

/** `query` and `body` as the table has them. */
type More = { query?: Record<string, string>; body?: unknown }
export type Session = {
  ask: <N extends RouteName>(name: N, params: Record<string, string>, more?: More) => Promise<AnswerOf<N>>
  /** The answer's very text, for what must come out byte by byte. */
  text: (name: RouteName, params: Record<string, string>) => Promise<string>
}
type AnswerOf<N extends RouteName> = z.infer<(typeof ROUTES)[N]['answer']>

/** Signs in, does the work and signs out again, however it ends. */
export async function inSession<T>(
  { url, user, password }: Account,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const signedIn = await reach(`${url}/v1/session`, 'POST', {}, { user, password })
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const send = (name: RouteName, params: Record<string, string>, { query = {}, body }: More = {}) => {
    const { method, path } = ROUTES[name]
    const filled = path.replace(/:([a-z]+)/gi, (_, part: string) => encodeURIComponent(params[part] ?? ''))
    const search = new URLSearchParams(query).toString()
    return reach(`${url}${filled}${search === '' ? '' : `?${search}`}`, method, { cookie }, body)
  }
  const text: Session['text'] = async (name, params) => (await send(name, params)).text()
  const ask: Session['ask'] = async (name, params, more) => {
    const { answer } = ROUTES[name]
    const read = answer.safeParse(await (await send(name, params, more)).json())
    if (!read.success) throw new Stop(`${url} answers in other words than these: the versions differ`)
    return read.data as never
  }
  try {
    return await work({ ask, text })
  } finally {
    await reach(`${url}/v1/session`, 'DELETE', { cookie }).catch(() => undefined)
  }
}

async function reach(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<Response> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, 'x-genba-csrf': '1', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  }).catch((error: Error) => {
    throw new Stop(`${url} does not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`)
  })
  if (answer.ok) return answer
  const problem = Problem.safeParse(await answer.json().catch(() => undefined))
  throw new Stop(problem.success ? `${problem.data.message} (${problem.data.code})` : `${url}: status ${answer.status}`)
}
