import { IngestAnswer, Problem } from '@genba/contracts'
import type { Target } from '../config.js'
import { Stop } from '../stop.js'
import type { Clock } from '../wait.js'

/** Tries of one batch, the pause doubling from the first to the longest: about 45 s, longer than ingest takes to restart. */
export const TRIES_MAX = 10
const FIRST_PAUSE_MS = 250
const PAUSE_MAX_MS = 8_000
const ANSWER_TIMEOUT_MS = 30_000

export type Path = '/v1/alerts' | '/v1/measurements'
export type Delivery = {
  target: Target
  path: Path
  clock: Clock
  onRetry?: (why: string, pauseMs: number) => void
}

type Try = { done: IngestAnswer } | { again: string }

/**
 * Sends one batch of envelopes and gives what became of it. Trying again is safe: an envelope's `n` and content make
 * the same ids, so a batch that arrived twice counts once.
 */
export async function postBatch(lines: string[], delivery: Delivery): Promise<IngestAnswer> {
  let why = ''
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const outcome = await tryOnce(lines, delivery)
    if ('done' in outcome) return outcome.done
    why = outcome.again
    if (tries === TRIES_MAX) break
    const pauseMs = Math.min(PAUSE_MAX_MS, FIRST_PAUSE_MS * 2 ** (tries - 1))
    delivery.onRetry?.(why, pauseMs)
    await delivery.clock.wait(pauseMs)
  }
  throw new Stop(`${delivery.target.to} took nothing after ${TRIES_MAX} tries: ${why}`)
}

async function tryOnce(lines: string[], { target, path }: Delivery): Promise<Try> {
  const url = `${target.to}${path}?format=relayed`
  const headers = { authorization: `Bearer ${target.key}`, 'content-type': 'application/x-ndjson' }
  let status: number
  let body: unknown
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body: `${lines.join('\n')}\n`,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    })
    status = answer.status
    body = parse(await answer.text())
  } catch (error) {
    return { again: reasonOf(error) }
  }
  return judge(status, body, `${target.to}${path}`)
}

/** An answer that counts lines is an answer at any status: a batch of which every line was refused comes back as 4xx with its reasons. */
function judge(status: number, body: unknown, url: string): Try {
  const counted = IngestAnswer.safeParse(body)
  if (counted.success) return { done: counted.data }
  const problem = Problem.safeParse(body)
  const said = problem.success
    ? `${problem.data.message}${problem.data.at === undefined ? '' : ` (${problem.data.at})`}`
    : 'no reason given'
  if (status === 503 || status === 429 || status === 502 || status === 504 || (problem.success && problem.data.again))
    return { again: `${status} ${said}` }
  if (status === 401) throw new Stop(`${url} refused the API key (401): check --key or GENBA_KEY`)
  if (status >= 200 && status < 300)
    throw new Stop(`${url} answered ${status} with something else than counts: is it Genba's ingest?`)
  throw new Stop(`${url} answered ${status}: ${said}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** fetch hides the reason in `cause`: ECONNREFUSED says more than "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause
  return cause?.code ?? cause?.message ?? (error as Error).message
}
