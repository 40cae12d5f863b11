import type { Me, Role, User } from '@genba/contracts'

/** What a user's own screen needs to know; `totpRoles` are those that demand a second factor. */
export function meOf(user: User, totpRoles: readonly Role[]): Me {
  const isLocal = user.password !== undefined
  const hasTotp = user.totp?.state === 'on'
  const needsTotp = isLocal && user.grants.some(({ role }) => totpRoles.includes(role))
  const mustDo = user.mustChange ? 'change-password' : needsTotp && !hasTotp ? 'enrol-totp' : undefined
  return {
    user: user.name,
    displayName: user.displayName,
    grants: user.grants,
    hasTotp,
    needsTotp,
    hasPassword: isLocal,
    ...(mustDo ? { mustDo } : {}),
  }
}
