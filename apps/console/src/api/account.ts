import type { Me } from '@genba/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, type Ask } from './client.js'
import { KEYS } from './query-client.js'

export const useWaysIn = () =>
  useQuery({
    queryKey: KEYS.waysIn,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => call('waysIn', { signal }),
  })

export const useOwnSessions = () =>
  useQuery({
    queryKey: KEYS.ownSessions,
    queryFn: async ({ signal }) => (await call('listOwnSessions', { signal })).sessions,
  })

export function useChangePassword() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Ask<'changePassword'>['body']) => call('changePassword', { body }),
    onSuccess: (me) => {
      client.setQueryData<Me | null>(KEYS.me, me)
      void client.invalidateQueries({ queryKey: KEYS.ownSessions })
    },
  })
}

export const useBeginTotp = () =>
  useMutation({ mutationFn: (password: string) => call('beginTotp', { body: { password } }) })

/** The second factor counts for the page once its recovery codes were read: `useRefreshMe` then tells. */
export const useConfirmTotp = () =>
  useMutation({ mutationFn: (code: string) => call('confirmTotp', { body: { code } }) })

export function useRemoveTotp() {
  const refresh = useRefreshMe()
  return useMutation({
    mutationFn: (password: string) => call('removeTotp', { body: { password } }),
    onSuccess: refresh,
  })
}

export function useRefreshMe(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: KEYS.me })
}

export function useEndOwnSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (session: string) => call('endOwnSession', { params: { session } }),
    onSettled: () => client.invalidateQueries({ queryKey: KEYS.ownSessions }),
  })
}
