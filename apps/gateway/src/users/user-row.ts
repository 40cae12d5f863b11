import type { User, UserRow } from '@genba/contracts'

/** A user without what must not be seen. */
export const rowOf = (user: User, sessions: number): UserRow => ({
  name: user.name,
  displayName: user.displayName,
  grants: user.grants,
  version: user.version ?? 0,
  isDisabled: user.isDisabled ?? false,
  mustChange: user.mustChange ?? false,
  hasTotp: user.totp?.state === 'on',
  via: user.oidc ? 'oidc' : 'password',
  sessions,
  ...(user.lockedUntil === undefined ? {} : { lockedUntil: user.lockedUntil }),
})
