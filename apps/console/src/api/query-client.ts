import { QueryCache, MutationCache, QueryClient } from '@tanstack/react-query'
import type { IncidentQuery, Me } from '@genba/contracts'
import { ApiError, codeOf } from './client.js'

export const KEYS = {
  me: ['me'] as const,
  waysIn: ['waysIn'] as const,
  ownSessions: ['ownSessions'] as const,
  users: ['users'] as const,
  sessionsOf: (user: string) => ['users', user, 'sessions'] as const,
  sources: ['sources'] as const,
  audit: (text: string) => ['audit', text] as const,
  fleet: ['fleet'] as const,
  plant: (id: string) => ['plant', id] as const,
  phaseTimes: (plant: string, days: number) => ['phaseTimes', plant, days] as const,
  alarms: (plant: string) => ['alarms', plant] as const,
  comments: (incident: string) => ['comments', incident] as const,
  handover: (plant: string) => ['handover', plant] as const,
  incidents: ['incidents'] as const,
  incidentList: (state: IncidentQuery['state'], plant: string) => ['incidents', state, plant] as const,
  incident: (id: string) => ['incident', id] as const,
  measurements: (incident: string) => ['measurements', incident] as const,
  approvals: (incident: string) => ['approval', incident] as const,
  reviews: ['reviews'] as const,
  holds: ['holds'] as const,
  roster: (plant: string) => ['roster', plant] as const,
  connectors: ['connectors'] as const,
  promises: (plant: string) => ['promises', plant] as const,
  shadows: (incident: string) => ['shadows', incident] as const,
  playbooks: ['playbooks'] as const,
  related: (id: string) => ['related', id] as const,
  why: (incident: string, alert: string) => ['why', incident, alert] as const,
}

const RETRIES_MAX = 2

/** A session that ended anywhere ends it everywhere: `me` becomes null and the shell shows the sign-in page. */
function noteSignedOut(error: unknown): void {
  if (codeOf(error) === 'NOT_SIGNED_IN') queryClient.setQueryData<Me | null>(KEYS.me, null)
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteSignedOut }),
  mutationCache: new MutationCache({ onError: noteSignedOut }),
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) =>
        failures < RETRIES_MAX && !(error instanceof ApiError && !error.problem.again) && error.name !== 'ZodError',
    },
    mutations: { networkMode: 'always', retry: false },
  },
})
