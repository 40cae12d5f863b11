import { Refused, type ErrorCode } from '@genba/contracts'

/** Answers below 500 that say "later", not "no": request timeout, too early, too many requests. */
const LATER = new Set([408, 425, 429])
const ANSWER_MAX_BYTES = 64 * 1024

export type Place = { connector: string; address: string; timeoutMs: number }
export type Call = { method: string; path?: string; headers: Record<string, string>; body?: string }

/** Where a URL reaches, without what may be secret in it. */
export function addressOf(url: string): string {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

export const refuse = (code: ErrorCode, { connector, address }: Place, why: string, cause?: unknown): Refused =>
  new Refused(code, { connector, address, why }, { cause })

/** One HTTP request; redirects are not followed: where requests go is in the configuration and nowhere else. */
export async function reach(
  place: Place,
  url: string,
  { method, path = '', headers, body }: Call,
): Promise<{ status: number; text: string }> {
  try {
    const answer = await fetch(`${url.replace(/\/+$/, '')}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(place.timeoutMs),
    })
    const { status } = answer
    if (status >= 200 && status < 300) return { status, text: await textOf(answer) }
    await answer.body?.cancel()
    throw refuse(status >= 500 || LATER.has(status) ? 'CONNECTOR_AWAY' : 'CONNECTOR_REFUSED', place, `status ${status}`)
  } catch (cause) {
    if (cause instanceof Refused) throw cause
    throw refuse('CONNECTOR_AWAY', place, whyOf(cause, place.timeoutMs), cause)
  }
}

/** The first part of an answer; what it is too long for is nobody's business here. */
async function textOf({ body }: globalThis.Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body ?? []) {
    parts.push(part)
    bytes += (part as Uint8Array).length
    if (bytes > ANSWER_MAX_BYTES) break
  }
  return Buffer.concat(parts).toString('utf8')
}

/** The error's code or name, never its text: that can hold addresses with secrets in them. */
export function whyOf(error: unknown, timeoutMs: number): string {
  const { name, code, cause } = error as { name?: unknown; code?: unknown; cause?: { code?: unknown } }
  if (name === 'TimeoutError') return `no answer within ${timeoutMs} ms`
  return [code, cause?.code, name].find((each) => typeof each === 'string') ?? 'failed'
}

/** Ends what takes longer than it may, whatever the library below waits for. */
export async function within<T>({ timeoutMs }: Place, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs)
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  )
  return Promise.race([work(signal), late])
}
