import {
  never,
  type CommentList,
  type IncidentList,
  type IncidentPage,
  type IncidentRow,
  type LiveEvent,
  type Plant,
  type PlantSummary,
} from '@genba/contracts'
import type { QueryClient } from '@tanstack/react-query'
import { coalesce } from './coalesce.js'
import { addComment, addEntry, newer, putRows, putSummaries } from './patch.js'
import { KEYS } from './query-client.js'

/** Soon enough for an eye, and seldom enough for lists of thousands, which are copied once for all that came meanwhile. */
const PUT_EVERY_MS = 200

/** Carries what came live into the query cache. */
export function liveCache(client: QueryClient) {
  const refetchPage = coalesce((id) => client.invalidateQueries({ queryKey: KEYS.incident(id) }))
  const refetchFleet = coalesce(() => client.invalidateQueries({ queryKey: KEYS.fleet }))
  const refetchLists = coalesce(() => client.invalidateQueries({ queryKey: KEYS.incidents }))

  const take = (event: LiveEvent): void => {
    switch (event.event) {
      case 'incident.row':
        gatherRow(event.row)
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
        summaries.push(event.summary)
        return putSoon()
      default:
        never(event)
    }
  }

  let rows = new Map<string, IncidentRow>()
  let summaries: PlantSummary[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const putSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      if (rows.size > 0) putGatheredRows()
      if (summaries.length > 0) putGatheredSummaries()
    }, PUT_EVERY_MS)
  }
  const gatherRow = (row: IncidentRow): void => {
    const known = rows.get(row.id)
    rows.set(row.id, known ? newer(known, row) : row)
    putSoon()
  }
  const putGatheredRows = (): void => {
    const came = [...rows.values()]
    for (const query of client.getQueryCache().findAll({ queryKey: KEYS.incidents })) {
      // Data that is put counts as fresh: a list that nobody sees and that must be read again would not be.
      if (query.state.isInvalidated && !query.isActive()) continue
      const [, state, plant] = query.queryKey as ReturnType<typeof KEYS.incidentList>
      client.setQueryData<IncidentList>(query.queryKey, (list) => list && putRows(list, came, { state, plant }))
    }
    // An answer that is under way was read before these rows and would put the old ones back: they are put again after it.
    if (client.isFetching({ queryKey: KEYS.incidents }) > 0) putSoon()
    else rows = new Map()
  }
  const putGatheredSummaries = (): void => {
    const came = summaries
    summaries = []
    client.setQueryData<PlantSummary[]>(KEYS.fleet, (fleet) => fleet && putSummaries(fleet, came))
    for (const { id, state } of came) {
      const known = client.getQueryData<Plant>(KEYS.plant(id))
      if (known && known.state !== state) void client.invalidateQueries({ queryKey: KEYS.plant(id) })
    }
    if (client.isFetching({ queryKey: KEYS.fleet }) > 0) refetchFleet('all')
  }

  const isBehind = (id: string, incidentVersion: number, responseVersion: number): boolean => {
    const page = client.getQueryData<IncidentPage>(KEYS.incident(id))
    if (!page) return client.getQueryState(KEYS.incident(id)) !== undefined
    return page.incident.version < incidentVersion || (page.response?.version ?? 0) < responseVersion
  }

  return {
    events: (events: LiveEvent[]) => events.forEach(take),
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
