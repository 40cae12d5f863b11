import { SessionList } from './account.js'
import {
  AuditLink,
  AuditList,
  AuditQuery,
  AuditVerification,
  ChangeUserInput,
  CreateSourceInput,
  CreateUserInput,
  Ended,
  NewKey,
  NewPassword,
  RotateKeyInput,
  SourceList,
  SourceRow,
  UserList,
  UserRow,
} from './admin.js'
import type { Route } from './route.js'

const users = { access: 'user.read', scope: 'everywhere' } as const
const changesUsers = { access: 'user.write', scope: 'everywhere' } as const
const audit = { access: 'audit.read', scope: 'everywhere' } as const

/** People, sources and their keys, and the audit trail. */
export const ADMIN_ROUTES = {
  listUsers: { method: 'GET', path: '/v1/users', ...users, answer: UserList },
  createUser: { method: 'POST', path: '/v1/users', ...changesUsers, body: CreateUserInput, answer: NewPassword },
  changeUser: { method: 'POST', path: '/v1/users/:user', ...changesUsers, body: ChangeUserInput, answer: UserRow },
  resetPassword: { method: 'POST', path: '/v1/users/:user/password', ...changesUsers, answer: NewPassword },
  resetTotp: { method: 'DELETE', path: '/v1/users/:user/totp', ...changesUsers, answer: UserRow },
  listSessions: { method: 'GET', path: '/v1/users/:user/sessions', ...users, answer: SessionList },
  endSessions: { method: 'DELETE', path: '/v1/users/:user/sessions', ...changesUsers, answer: Ended },
  endSession: { method: 'DELETE', path: '/v1/users/:user/sessions/:session', ...changesUsers, answer: Ended },
  listSources: { method: 'GET', path: '/v1/sources', access: 'source.read', answer: SourceList },
  createSource: {
    method: 'POST',
    path: '/v1/plants/:plant/sources',
    access: 'source.write',
    body: CreateSourceInput,
    answer: NewKey,
  },
  rotateKey: {
    method: 'POST',
    path: '/v1/plants/:plant/sources/:source/key',
    access: 'source.write',
    body: RotateKeyInput,
    answer: NewKey,
  },
  revokeKey: {
    method: 'DELETE',
    path: '/v1/plants/:plant/sources/:source/key',
    access: 'source.write',
    answer: SourceRow,
  },
  listAudit: { method: 'GET', path: '/v1/audit', ...audit, query: AuditQuery, answer: AuditList },
  verifyAudit: { method: 'GET', path: '/v1/audit/verification', ...audit, answer: AuditVerification },
  exportAudit: {
    method: 'GET',
    path: '/v1/audit/export',
    ...audit,
    query: AuditQuery,
    answer: AuditLink,
    as: 'ndjson',
  },
} as const satisfies Record<string, Route>
