import type { WhatIfInput, WhatIfTrial } from '@genba/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.js'

const REFRESH_MS = 30_000
const POLL_MS = 700
const trialKey = (id: string) => ['trial', id] as const

export const useRules = () =>
  useQuery({
    queryKey: ['rules'],
    queryFn: ({ signal }) => call('listRules', { signal }),
    refetchInterval: REFRESH_MS,
  })

/** Asked anew with each version of the pack. */
export const useRuleFile = (file: string, hash: string) =>
  useQuery({
    queryKey: ['ruleFile', file, hash],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => (await call('getRuleFile', { query: { file }, signal })).text,
  })

/** One trial at a time, with its progress until it has ended. */
export function useTrial() {
  const client = useQueryClient()
  const start = useMutation({
    mutationFn: (body: WhatIfInput) => call('startWhatIf', { body }),
    onSuccess: (trial) => client.setQueryData<WhatIfTrial>(trialKey(trial.id), trial),
  })
  const id = start.data?.id ?? ''
  const trial = useQuery({
    queryKey: trialKey(id),
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => call('getWhatIf', { query: { id }, signal }),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : POLL_MS),
  })
  const stop = useMutation({ mutationFn: () => call('stopWhatIf', { query: { id } }) })
  return { start, stop, trial: id === '' ? undefined : trial.data, error: start.error ?? trial.error }
}
