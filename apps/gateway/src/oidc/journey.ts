import { parseCookie, stringifySetCookie } from 'cookie'
import { z } from 'zod'
import type { Journey } from './provider.js'

const COOKIE = 'genba_journey'
const LIFE_S = 600
const PATH = '/v1/session/oidc'
const Kept: z.ZodType<Journey> = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  back: z.string(),
})

/** The Set-Cookie header; without a journey it takes the cookie away. Lax: the way back from the provider begins on another site. */
export const journeyCookie = (journey: Journey | undefined, isSecure: boolean): string =>
  stringifySetCookie({
    name: COOKIE,
    value: journey ? Buffer.from(JSON.stringify(journey)).toString('base64url') : '',
    path: PATH,
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    maxAge: journey ? LIFE_S : 0,
  })

export function journeyIn(cookieHeader: string | undefined): Journey | undefined {
  const kept = cookieHeader ? parseCookie(cookieHeader)[COOKIE] : undefined
  if (!kept) return undefined
  try {
    return Kept.parse(JSON.parse(Buffer.from(kept, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

/** Only a path of this console: an address of another site after a sign-in would be a trap. */
export const backOf = (back: string | undefined): string => (back && /^\/(?![/\\])/.test(back) ? back : '/')
