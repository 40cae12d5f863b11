import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { call } from './client.js'
import { KEYS } from './query-client.js'
import { useChange } from './use-change.js'

const AUDIT_PAGE = 100

export const useUsers = () =>
  useQuery({ queryKey: KEYS.users, queryFn: async ({ signal }) => (await call('listUsers', { signal })).users })

export const useSessionsOf = (user: string) =>
  useQuery({
    queryKey: KEYS.sessionsOf(user),
    queryFn: async ({ signal }) => (await call('listSessions', { params: { user }, signal })).sessions,
  })

export const useSources = () =>
  useQuery({ queryKey: KEYS.sources, queryFn: async ({ signal }) => (await call('listSources', { signal })).sources })

export const useAudit = (text: string) =>
  useInfiniteQuery({
    queryKey: KEYS.audit(text),
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) =>
      call('listAudit', { query: { limit: AUDIT_PAGE, text: text || undefined, before: pageParam }, signal }),
    getNextPageParam: ({ next }) => next,
  })

export const useVerifyAudit = () => useMutation({ mutationFn: () => call('verifyAudit', {}) })

export const useCreateUser = () => useChange('createUser', KEYS.users)
export const useChangeUser = () => useChange('changeUser', KEYS.users)
export const useResetPassword = () => useChange('resetPassword', KEYS.users)
export const useResetTotp = () => useChange('resetTotp', KEYS.users)
export const useEndSession = () => useChange('endSession', KEYS.users)
export const useEndSessions = () => useChange('endSessions', KEYS.users)
export const useCreateSource = () => useChange('createSource', KEYS.sources)
export const useRotateKey = () => useChange('rotateKey', KEYS.sources)
export const useRevokeKey = () => useChange('revokeKey', KEYS.sources)
