import { createHash, randomBytes } from 'node:crypto'
import { Secret as Shared, TOTP } from 'otpauth'

export const PERIOD_S = 30
const SECRET_BYTES = 20
/** Steps that a clock may be off in either direction. */
const WINDOW = 1
const RECOVERY_CODES = 10
const RECOVERY_BYTES = 8

export const newTotpSecret = (): string => new Shared({ size: SECRET_BYTES }).base32

/** The `otpauth://` address that authenticators read from a QR code. */
export const totpUri = (secret: string, user: string): string => totp(secret, user).toString()

/** The 30-second step whose code this is; undefined when it is none near `now`. */
export function stepOf(code: string, secret: string, now: number): number | undefined {
  const delta = totp(secret).validate({ token: code.replaceAll(' ', ''), window: WINDOW, timestamp: now })
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_S) + delta
}

/** Codes for the day on which the authenticator is lost, each good once. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () => {
    const text = randomBytes(RECOVERY_BYTES).toString('hex').slice(0, 12)
    return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`
  })

export const hashRecovery = (code: string): string =>
  createHash('sha256').update(code.toLowerCase().replaceAll(/[\s-]/g, '')).digest('hex')

const totp = (secret: string, user = ''): TOTP =>
  new TOTP({ issuer: 'Genba', label: user, algorithm: 'SHA1', digits: 6, period: PERIOD_S, secret })
