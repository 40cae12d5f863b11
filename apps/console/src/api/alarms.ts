import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, type Ask } from './client.js'
import { KEYS } from './query-client.js'

/** Alarms come over no live room: a page that is looked at asks again. */
const POLL_MS = 4_000
const POLL_FIGURES_MS = 30_000

export type AlarmFilter = Omit<NonNullable<Ask<'listAlarms'>['query']>, 'after' | 'limit'>

export const useAlarms = (plant: string, filter: AlarmFilter) =>
  useInfiniteQuery({
    queryKey: [...KEYS.alarms(plant), 'list', filter],
    refetchInterval: POLL_MS,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call('listAlarms', { params: { plant }, query: { ...filter, after: pageParam }, signal }),
    getNextPageParam: ({ next }) => next,
  })

export const useAlarmPositions = (plant: string) =>
  useQuery({
    queryKey: [...KEYS.alarms(plant), 'positions'],
    refetchInterval: POLL_MS,
    queryFn: async ({ signal }) => (await call('listAlarmPositions', { params: { plant }, signal })).positions,
  })

export const useCovers = (plant: string) =>
  useQuery({
    queryKey: [...KEYS.alarms(plant), 'covers'],
    refetchInterval: POLL_MS,
    queryFn: async ({ signal }) => (await call('listCovers', { params: { plant }, signal })).covers,
  })

export const usePerformance = (plant: string, zone: string | undefined, hours: number) =>
  useQuery({
    queryKey: [...KEYS.alarms(plant), 'performance', zone ?? '', hours],
    refetchInterval: POLL_FIGURES_MS,
    queryFn: ({ signal }) => call('measureAlarms', { params: { plant }, query: { zone, hours }, signal }),
  })

type Wish =
  | 'acknowledgeAlarm'
  | 'resetAlarm'
  | 'shelveAlarm'
  | 'requestOutOfService'
  | 'decideOutOfService'
  | 'returnAlarm'
  | 'planMaintenance'
  | 'endMaintenance'

/** What a person does with alarms; the lists are read again at once. */
export function useAlarmWish<N extends Wish>(name: N, plant: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ask: Ask<N>) => call(name, ask),
    onSettled: () => client.invalidateQueries({ queryKey: KEYS.alarms(plant) }),
  })
}
