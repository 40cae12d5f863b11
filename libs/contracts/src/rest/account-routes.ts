import { z } from 'zod'
import {
  ChangePasswordInput,
  CodeInput,
  Me,
  OidcQuery,
  PasswordInput,
  RecoveryCodes,
  SessionList,
  SignIn,
  TotpEnrolment,
  WaysIn,
} from './account.js'
import type { Route } from './route.js'

const Done = z.object({})

/** Signing in and out, and what people do to their own account. */
export const ACCOUNT_ROUTES = {
  waysIn: { method: 'GET', path: '/v1/session/ways', access: 'public', answer: WaysIn },
  signIn: { method: 'POST', path: '/v1/session', access: 'public', body: SignIn, answer: Me },
  beginOidc: {
    method: 'GET',
    path: '/v1/session/oidc',
    access: 'public',
    query: OidcQuery,
    answer: z.void(),
    as: 'redirect',
  },
  endOidc: { method: 'GET', path: '/v1/session/oidc/callback', access: 'public', answer: z.void(), as: 'redirect' },
  me: { method: 'GET', path: '/v1/session', access: 'own-account', answer: Me },
  signOut: { method: 'DELETE', path: '/v1/session', access: 'own-account', answer: Done },
  changePassword: {
    method: 'POST',
    path: '/v1/account/password',
    access: 'own-account',
    body: ChangePasswordInput,
    answer: Me,
  },
  beginTotp: {
    method: 'POST',
    path: '/v1/account/totp',
    access: 'own-account',
    body: PasswordInput,
    answer: TotpEnrolment,
  },
  confirmTotp: {
    method: 'POST',
    path: '/v1/account/totp/confirm',
    access: 'own-account',
    body: CodeInput,
    answer: RecoveryCodes,
  },
  removeTotp: {
    method: 'POST',
    path: '/v1/account/totp/remove',
    access: 'own-account',
    body: PasswordInput,
    answer: Done,
  },
  listOwnSessions: { method: 'GET', path: '/v1/account/sessions', access: 'own-account', answer: SessionList },
  endOwnSession: { method: 'DELETE', path: '/v1/account/sessions/:session', access: 'own-account', answer: Done },
} as const satisfies Record<string, Route>
