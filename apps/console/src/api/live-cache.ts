import {
  never,
  type CommentList,
  type IncidentList,
  type IncidentPage,
  type IncidentQuery,
  type LiveEvent,
  type Plant,
  type PlantSummary,
} from '@genba/contracts'
import type { QueryClient } from '@tanstack/react-query'
import { coalesce } from './coalesce.js'
import { addComment, addEntry, putRow, putSummaries } from './patch.js'
import { KEYS } from './query-client.js'

/** Soon enough for an eye, and seldom enough for ten thousand plants. */
const SUMMARIES_EVERY_MS = 200

/** Carries what came live into the query cache. */
export function liveCache(client: QueryClient) {
  const refetchPage = coalesce((id) => client.invalidateQueries({ queryKey: KEYS.incident(id) }))
  const refetchFleet = coalesce(() => client.invalidateQueries({ queryKey: KEYS.fleet }))
  const refetchLists = coalesce(() => client.invalidateQueries({ queryKey: KEYS.incidents }))

  const take = (event: LiveEvent): void => {
    switch (event.event) {
      case 'incident.row':
        for (const query of client.getQueryCache().findAll({ queryKey: KEYS.incidents })) {
          const filter = query.queryKey[1] as IncidentQuery['state']
          client.setQueryData<IncidentList>(query.queryKey, (list) => list && putRow(list, event.row, filter))
        }
        // An answer that is under way was read before this row: it would put the old one back.
        if (client.isFetching({ queryKey: KEYS.incidents }) > 0) refetchLists('all')
        if (isBehind(event.row.id, event.row.version, event.row.response?.version ?? 0)) refetchPage(event.row.id)
        return
      case 'incident.page':
        if (isBehind(event.incident, event.incidentVersion, event.responseVersion)) refetchPage(event.incident)
        return
      case 'timeline.added':
        client.setQueryData<IncidentPage>(
          KEYS.incident(event.entry.incident),
          (page) => page && addEntry(page, event.entry),
        )
        return
      case 'comment.added':
        client.setQueryData<CommentList>(
          KEYS.comments(event.comment.incident),
          (list) => list && addComment(list, event.comment),
        )
        return
      case 'plant.summary':
        return
      default:
        never(event)
    }
  }

  let waiting: PlantSummary[] = []
  /** Many plants change all the time: their list is copied a few times a second, however many batches come. */
  const takeSummaries = (events: LiveEvent[]): void => {
    const came = events.flatMap((event) => (event.event === 'plant.summary' ? [event.summary] : []))
    if (came.length === 0) return
    if (waiting.length === 0) setTimeout(putWaiting, SUMMARIES_EVERY_MS)
    waiting.push(...came)
  }
  const putWaiting = (): void => {
    const came = waiting
    waiting = []
    client.setQueryData<PlantSummary[]>(KEYS.fleet, (fleet) => fleet && putSummaries(fleet, came))
    for (const { id, state } of came)
      if (client.getQueryData<Plant>(KEYS.plant(id))?.state !== state)
        void client.invalidateQueries({ queryKey: KEYS.plant(id) })
    if (client.isFetching({ queryKey: KEYS.fleet }) > 0) refetchFleet('all')
  }

  const isBehind = (id: string, incidentVersion: number, responseVersion: number): boolean => {
    const page = client.getQueryData<IncidentPage>(KEYS.incident(id))
    if (!page) return client.getQueryState(KEYS.incident(id)) !== undefined
    return page.incident.version < incidentVersion || (page.response?.version ?? 0) < responseVersion
  }

  return {
    events: (events: LiveEvent[]) => {
      events.forEach(take)
      takeSummaries(events)
    },
    catchUp: (room: string) => {
      if (room.startsWith('incident:')) {
        const id = room.slice('incident:'.length)
        void client.invalidateQueries({ queryKey: KEYS.comments(id) })
        return refetchPage(id)
      }
      refetchLists('all')
      refetchFleet('all')
    },
    doubt: () => void client.invalidateQueries({ queryKey: KEYS.me }),
  }
}
