import type { Approval, Incident } from '@genba/contracts'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, codeOf, type Ask } from './client.js'
import { KEYS } from './query-client.js'
import { useChange } from './use-change.js'

/** Hours on call begin and end without an event. */
const WHO_MS = 30_000

/** What the gateway seals of an approval, and what changes who may decide it. */
const stampOf = (
  { roles, mustInclude, people, choice, stakes, escalations, answers, state }: Approval,
  incident: Incident,
) => JSON.stringify([roles, mustInclude, people, choice, stakes, escalations, answers.length, state, shownOf(incident)])
const shownOf = ({ title, zones, severity }: Incident) => [title, zones, severity]

/** An approval as the gateway seals it now, with who may decide it; asked again whenever something of it changes. */
export const useApproval = (incident: Incident, approval: Approval) =>
  useQuery({
    queryKey: [...KEYS.approvals(incident.id), approval.id, stampOf(approval, incident)],
    placeholderData: keepPreviousData,
    refetchInterval: WHO_MS,
    queryFn: ({ signal }) => call('getApproval', { params: { incident: incident.id, approval: approval.id }, signal }),
  })

/** A person's decision; what was refused because it had changed is read again. */
function useDeciding<N extends 'decide' | 'breakGlass'>(name: N, incident: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ask: Ask<N>) => call(name, ask),
    onError: (error) => {
      if (codeOf(error) === undefined) return
      void client.invalidateQueries({ queryKey: KEYS.approvals(incident) })
      void client.invalidateQueries({ queryKey: KEYS.incident(incident) })
    },
  })
}
export const useDecide = (incident: string) => useDeciding('decide', incident)
export const useBreakGlass = (incident: string) => useDeciding('breakGlass', incident)

/** Temporary blocks begin and end over no live room: a page that shows them asks again. */
const HOLDS_MS = 5_000

export const useHolds = (plant: string) =>
  useQuery({
    queryKey: [...KEYS.holds, plant],
    refetchInterval: HOLDS_MS,
    queryFn: async ({ signal }) => (await call('listHolds', { query: { plant }, signal })).holds,
  })
export const useRenewHold = () => useChange('renewHold', KEYS.holds)
export const useUndoHold = () => useChange('undoHold', KEYS.holds)

/** Who is on call and stands in for whom, and who counts for which role now. */
export const useRoster = (plant: string) =>
  useQuery({
    queryKey: KEYS.roster(plant),
    refetchInterval: WHO_MS,
    queryFn: ({ signal }) => call('getRoster', { params: { plant }, signal }),
  })

export const useSetPlantState = (plant: string) => useChange('setPlantState', KEYS.plant(plant))

/** Reviews come over no live room. */
const REVIEWS_MS = 10_000

/** Approvals that somebody gave alone against the rule and that nobody has looked at yet. */
export const useReviews = () =>
  useQuery({
    queryKey: KEYS.reviews,
    refetchInterval: REVIEWS_MS,
    queryFn: async ({ signal }) => (await call('listReviews', { signal })).reviews,
  })
export const useReview = () => useChange('reviewBreakGlass', KEYS.reviews)

/** What was written is shown as the gateway answers it; what was refused is read again. */
export function usePutRoster(plant: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ask: Ask<'putRoster'>) => call('putRoster', ask),
    onSuccess: (page) => client.setQueryData(KEYS.roster(plant), page),
    onError: () => client.invalidateQueries({ queryKey: KEYS.roster(plant) }),
  })
}

const CONNECTORS_MS = 15_000
const TESTING_MS = 1_000

/** Systems outside; asked again soon while the test that was asked for is not there. */
export const useConnectors = (awaited: string | undefined) =>
  useQuery({
    queryKey: KEYS.connectors,
    queryFn: async ({ signal }) => (await call('listConnectors', { signal })).connectors,
    refetchInterval: ({ state }) =>
      awaited !== undefined && !state.data?.some(({ test }) => test?.id === awaited) ? TESTING_MS : CONNECTORS_MS,
  })
export const useTestConnector = () => useChange('testConnector', KEYS.connectors)

export const usePromises = (plant: string) =>
  useQuery({
    queryKey: KEYS.promises(plant),
    refetchInterval: WHO_MS,
    queryFn: async ({ signal }) => (await call('listPromises', { params: { plant }, signal })).promises,
  })
export const useNotePromise = (plant: string) => useChange('notePromise', KEYS.promises(plant))
export const useEndPromise = (plant: string) => useChange('endPromise', KEYS.promises(plant))
