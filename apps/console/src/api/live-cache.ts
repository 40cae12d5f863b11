import { never, type IncidentList, type IncidentPage, type IncidentQuery, type LiveEvent } from '@genba/contracts'
import type { QueryClient } from '@tanstack/react-query'
import { coalesce } from './coalesce.js'
import { addEntry, putRow } from './patch.js'
import { KEYS } from './query-client.js'

/** Carries what came live into the query cache. */
export function liveCache(client: QueryClient) {
  const refetchPage = coalesce((id) => client.invalidateQueries({ queryKey: KEYS.incident(id) }))
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
      default:
        never(event)
    }
  }

  const isBehind = (id: string, incidentVersion: number, responseVersion: number): boolean => {
    const page = client.getQueryData<IncidentPage>(KEYS.incident(id))
    if (!page) return client.getQueryState(KEYS.incident(id)) !== undefined
    return page.incident.version < incidentVersion || (page.response?.version ?? 0) < responseVersion
  }

  return {
    events: (events: LiveEvent[]) => events.forEach(take),
    catchUp: (room: string) =>
      room.startsWith('incident:') ? refetchPage(room.slice('incident:'.length)) : refetchLists('all'),
    doubt: () => void client.invalidateQueries({ queryKey: KEYS.me }),
  }
}
