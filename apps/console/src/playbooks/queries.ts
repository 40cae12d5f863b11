import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, urlOf, type Ask } from '../api/client.js'
import { KEYS } from '../api/query-client.js'
import { ROUTES } from '@genba/contracts'

const REFRESH_MS = 30_000

/** The library; under the same key as the choice on the incident page, so that an import shows there too. */
export const useLibrary = () =>
  useInfiniteQuery({
    queryKey: [...KEYS.playbooks, 'library'],
    refetchInterval: REFRESH_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => call('listPlaybooks', { query: { after: pageParam }, signal }),
    getNextPageParam: ({ next }) => next,
  })

/** Which playbook answers what. */
export const useChoiceTable = () =>
  useQuery({
    queryKey: [...KEYS.playbooks, 'choice'],
    queryFn: async ({ signal }) => (await call('getChoiceTable', { signal })).table,
    refetchInterval: REFRESH_MS,
  })

export const usePlaybook = (playbook: string | undefined) =>
  useQuery({
    queryKey: [...KEYS.playbooks, 'one', playbook],
    enabled: playbook !== undefined,
    queryFn: ({ signal }) => call('getPlaybook', { params: { playbook: playbook ?? '' }, signal }),
  })

/** Versions do not change, so a difference is asked for once. */
export const useDifference = (playbook: string, from: string) =>
  useQuery({
    queryKey: ['playbookDifference', playbook, from],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => call('comparePlaybooks', { params: { playbook }, query: { from }, signal }),
  })

export function useImportPlaybook() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (text: string) => call('importPlaybook', { body: { text } }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS.playbooks }),
  })
}

export function useRevokePlaybook() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ask: Ask<'revokePlaybook'>) => call('revokePlaybook', ask),
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS.playbooks }),
  })
}

/** Where the browser fetches the file itself: its bytes never pass through the console. */
export const fileUrl = (playbook: string): string => urlOf(ROUTES.exportPlaybook.path, { playbook })
