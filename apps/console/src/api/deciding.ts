import type { Approval, Incident } from '@genba/contracts'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, codeOf, type Ask } from './client.js'
import { KEYS } from './query-client.js'
import { useChange } from './use-change.js'

/** Hours on call begin and end without an event. */
const WHO_MS = 30_000

/** What the gateway seals of an approval, and what changes who may decide it. */
const stampOf = ({ roles, mustInclude, people, stakes, escalations, answers, state }: Approval, incident: Incident) =>
  JSON.stringify([roles, mustInclude, people, stakes, escalations, answers.length, state, shownOf(incident)])
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
