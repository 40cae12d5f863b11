import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  PLOT_AROUND_MS,
  type Alert,
  type Incident,
  type IncidentList,
  type IncidentQuery,
  type Me,
  type PlaybookRow,
} from '@genba/contracts'
import { useState } from 'react'
import { call, codeOf, type Ask } from './client.js'
import { keepPlants } from './keep-plants.js'
import { appendPage } from './patch.js'
import { KEYS } from './query-client.js'
import { serverNow } from './server-time.js'

/** Rows that are asked for at once, and kept at most: below them somebody narrows the list. */
const INCIDENTS_PAGE = 200
export const INCIDENTS_SHOWN_MAX = 5_000

/** Who is signed in; null when nobody is. */
export const useMeQuery = () =>
  useQuery({
    queryKey: KEYS.me,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Me | null> => {
      try {
        return await call('me', { signal })
      } catch (error) {
        if (codeOf(error) === 'NOT_SIGNED_IN') return null
        throw error
      }
    },
  })

const FLEET = queryOptions({
  queryKey: KEYS.fleet,
  staleTime: 300_000,
  // Summaries that did not change are the same objects already; to compare ten thousand of them deeply costs more than a frame.
  structuralSharing: false,
  queryFn: async ({ signal }) => (await call('listFleet', { signal })).plants,
})

/** All plants that this person may read, each in a few numbers; kept up to date live. */
export const useFleet = () => useQuery(FLEET)

/** The same for who wants names and states: the numbers are those of when the list was new. */
export function usePlants() {
  const [select] = useState(keepPlants)
  return useQuery({ ...FLEET, select })
}

/** One plant with its zones, conduits and assets. */
export const usePlant = (id: string | undefined) =>
  useQuery({
    queryKey: KEYS.plant(id ?? ''),
    enabled: id !== undefined,
    staleTime: 300_000,
    queryFn: ({ signal }) => call('getPlant', { params: { plant: id ?? '' }, signal }),
  })

const PHASE_TIMES_MS = 60_000

/** The OODA clock of a plant's last days; it moves on by itself. */
export const usePhaseTimes = (plant: string, days: number) =>
  useQuery({
    queryKey: KEYS.phaseTimes(plant, days),
    refetchInterval: PHASE_TIMES_MS,
    queryFn: ({ signal }) => call('measurePhases', { params: { plant }, query: { days }, signal }),
  })

/** Of one plant, or without one of all. Read again as far as it had been read before, so that a list that somebody scrolled does not shrink. */
export function useIncidents(state: IncidentQuery['state'], plant = '') {
  const client = useQueryClient()
  const queryKey = KEYS.incidentList(state, plant)
  return useQuery({
    queryKey,
    structuralSharing: false,
    queryFn: async ({ signal }) => {
      const shown = client.getQueryData<IncidentList>(queryKey)?.incidents.length ?? 0
      const ask = askOf(state, plant)
      let list = await call('listIncidents', { query: ask, signal })
      while (list.next !== undefined && list.incidents.length + INCIDENTS_PAGE / 2 < shown)
        list = appendPage(list, await call('listIncidents', { query: { ...ask, after: list.next }, signal }))
      return list
    },
  })
}

const askOf = (state: IncidentQuery['state'], plant: string) => ({
  state,
  limit: INCIDENTS_PAGE,
  ...(plant === '' ? {} : { plant }),
})

/** The next page of a list, put behind what is there; live rows that came meanwhile stay. */
export function useMoreIncidents(state: IncidentQuery['state'], plant: string) {
  const client = useQueryClient()
  const queryKey = KEYS.incidentList(state, plant)
  return useMutation({
    mutationFn: (after: string) => call('listIncidents', { query: { ...askOf(state, plant), after } }),
    onSuccess: (page, after) =>
      client.setQueryData<IncidentList>(queryKey, (list) => (list?.next === after ? appendPage(list, page) : list)),
  })
}

export const incidentQuery = (id: string) => ({
  queryKey: KEYS.incident(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => call('getIncident', { params: { incident: id }, signal }),
})

export const useIncident = (id: string) => useQuery(incidentQuery(id))

/** Values go on coming while the incident is young, and no room tells them. */
const VALUES_EVERY_MS = 15_000

export const useMeasurements = ({ id, state, lastAt }: Incident) =>
  useQuery({
    queryKey: KEYS.measurements(id),
    queryFn: ({ signal }) => call('listIncidentMeasurements', { params: { incident: id }, signal }),
    refetchInterval: () => (state === 'open' && serverNow() < lastAt + PLOT_AROUND_MS ? VALUES_EVERY_MS : false),
  })

/** Asked when somebody wants to know: each answer reads the topic. */
export const useWhy = (incident: string | undefined, { id: alert, plant, zone, receivedAt }: Alert) =>
  useQuery({
    queryKey: KEYS.why(incident ?? `${plant}/${zone}`, alert),
    queryFn: ({ signal }) =>
      incident === undefined
        ? call('explainZoneAlert', { params: { plant, zone, alert }, query: { receivedAt }, signal })
        : call('explainAlert', { params: { incident, alert }, signal }),
  })

export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Ask<'signIn'>['body']) => call('signIn', { body }),
    onSuccess: (me) => {
      client.clear()
      client.setQueryData<Me | null>(KEYS.me, me)
    },
  })
}

export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call('signOut', {}),
    onSuccess: () => {
      client.setQueryData<Me | null>(KEYS.me, null)
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEYS.me[0] })
    },
  })
}

export const useRetryStep = () => useMutation({ mutationFn: (ask: Ask<'retryStep'>) => call('retryStep', ask) })
export const useSkipStep = () => useMutation({ mutationFn: (ask: Ask<'skipStep'>) => call('skipStep', ask) })
export const useRerunStep = () => useMutation({ mutationFn: (ask: Ask<'rerunStep'>) => call('rerunStep', ask) })
const SHADOW_POLL_MS = 1_000

/** What was tried on an incident; asked again until the trial that was asked for is there. */
export const useShadows = (incident: string, awaited: string | undefined) =>
  useQuery({
    queryKey: KEYS.shadows(incident),
    queryFn: async ({ signal }) => (await call('listShadows', { params: { incident }, signal })).shadows,
    refetchInterval: ({ state }) =>
      awaited !== undefined && !state.data?.some(({ id }) => id === awaited) ? SHADOW_POLL_MS : false,
  })

/** Versions asked for at once, and pages at most: what is behind them is chosen on the page of playbooks. */
const PLAYBOOKS_PAGE = 500
const PLAYBOOK_PAGES_MAX = 10

async function allPlaybooks(signal: AbortSignal): Promise<PlaybookRow[]> {
  const rows: PlaybookRow[] = []
  let after: string | undefined
  for (let page = 0; page < PLAYBOOK_PAGES_MAX; page++) {
    const list = await call('listPlaybooks', { query: { after, limit: PLAYBOOKS_PAGE }, signal })
    rows.push(...list.playbooks)
    after = list.next
    if (after === undefined) break
  }
  return rows
}

export const usePlaybooks = () =>
  useQuery({
    queryKey: KEYS.playbooks,
    staleTime: 300_000,
    queryFn: ({ signal }) => allPlaybooks(signal),
  })

export const useTryPlaybook = () => useMutation({ mutationFn: (ask: Ask<'tryPlaybook'>) => call('tryPlaybook', ask) })
export const useCloseIncident = () =>
  useMutation({ mutationFn: (ask: Ask<'closeIncident'>) => call('closeIncident', ask) })

/** Read anew whenever somebody opens it: a sheet is of one moment. */
export const useHandover = (plant: string) =>
  useQuery({
    queryKey: KEYS.handover(plant),
    staleTime: 0,
    queryFn: ({ signal }) => call('getHandover', { params: { plant }, signal }),
  })

function useSigning<N extends 'offerHandover' | 'takeHandover'>(name: N, plant: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ask: Ask<N>) => call(name, ask),
    onSettled: () => client.invalidateQueries({ queryKey: KEYS.handover(plant) }),
  })
}
export const useOfferHandover = (plant: string) => useSigning('offerHandover', plant)
export const useTakeHandover = (plant: string) => useSigning('takeHandover', plant)

export const useComments = (incident: string) =>
  useQuery({
    queryKey: KEYS.comments(incident),
    queryFn: ({ signal }) => call('listComments', { params: { incident }, signal }),
  })

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve((reader.result as string).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error(file.name))
    reader.readAsDataURL(file)
  })

export function useAddComment(incident: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ file, ...rest }: { key: string; text: string; file: File | null }) => {
      const attached = file ? { file: { name: file.name, base64: await base64Of(file) } } : {}
      return call('addComment', { params: { incident }, body: { ...rest, ...attached } })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS.comments(incident) }),
  })
}
/** Open incidents of the same plant that may have the same cause. */
export const useRelated = (id: string) =>
  useQuery({
    queryKey: KEYS.related(id),
    queryFn: ({ signal }) => call('listRelated', { params: { incident: id }, signal }),
  })
export const useMergeIncident = () =>
  useMutation({ mutationFn: (ask: Ask<'mergeIncident'>) => call('mergeIncident', ask) })
export const useSplitIncident = () =>
  useMutation({ mutationFn: (ask: Ask<'splitIncident'>) => call('splitIncident', ask) })
export const useDetachSignal = () =>
  useMutation({ mutationFn: (ask: Ask<'detachSignal'>) => call('detachSignal', ask) })
export const useUndoOperation = () =>
  useMutation({ mutationFn: (ask: Ask<'undoOperation'>) => call('undoOperation', ask) })
