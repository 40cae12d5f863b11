import type { ErrorCode, Me } from '@genba/contracts'

const CODES = { 'change-password': 'MUST_CHANGE_PASSWORD', 'enrol-totp': 'MUST_ENROL' } as const satisfies Record<
  NonNullable<Me['mustDo']>,
  ErrorCode
>

/** The code with which everything but the own account is refused until that is done. */
export const firstThing = ({ mustDo }: Me): ErrorCode | undefined => mustDo && CODES[mustDo]
