import { createHash, randomBytes } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'

export const COOKIE = 'genba_session'
const TOKEN_BYTES = 32
const TOKEN = /^[\w-]{43}$/

export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

/** The `_id` of a session: who reads the database can't sign in with what they find there. */
export const sessionId = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The session's id from a Cookie header, if there is a token in it. */
export function sessionIn(cookieHeader: string | undefined): string | undefined {
  const token = cookieHeader ? parseCookie(cookieHeader)[COOKIE] : undefined
  return token && TOKEN.test(token) ? sessionId(token) : undefined
}

/** The Set-Cookie header; without a token it takes the cookie away. */
export function sessionCookie(token: string | undefined, lifeMs: number, isSecure: boolean): string {
  return stringifySetCookie({
    name: COOKIE,
    value: token ?? '',
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure,
    maxAge: token ? Math.floor(lifeMs / 1000) : 0,
  })
}
