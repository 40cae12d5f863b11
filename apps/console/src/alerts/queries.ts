import type { AlertQuery } from '@genba/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call, type Ask } from '../api/client.js'

/** Rows kept in the browser; whoever wants more narrows the search. */
export const ROWS_MAX = 20_000
const PAGE = 200

export type Conditions = Pick<NonNullable<Ask<'listAlerts'>['query']>, 'plant' | 'zone' | 'text'> & {
  severity: number
  in: AlertQuery['in']
  /** How far back, from the time of the search. */
  rangeMs: number
}

/** Pages backwards from now; each goes on where the one before ended. */
export const useAlertPages = ({ rangeMs, ...conditions }: Conditions, now: number) =>
  useInfiniteQuery({
    queryKey: ['alertPages', conditions, rangeMs, now],
    gcTime: 60_000,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call('listAlerts', {
        query: { ...conditions, from: now - rangeMs, until: now, limit: PAGE, cursor: pageParam },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
  })

export const useDeadLetterPages = (now: number) =>
  useInfiniteQuery({
    queryKey: ['deadLetterPages', now],
    gcTime: 60_000,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => call('listDeadLetters', { query: { cursor: pageParam }, signal }),
    getNextPageParam: ({ next }) => next,
  })
