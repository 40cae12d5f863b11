import type {
  Comment,
  CommentList,
  IncidentList,
  IncidentPage,
  IncidentQuery,
  IncidentRow,
  PlantSummary,
  TimelineEntry,
} from '@genba/contracts'

/** Which incidents a list holds; without a plant those of all. */
type Filter = { state: IncidentQuery['state']; plant: string }

/** Puts rows that came live into a list: replaced, inserted when new, taken out when they no longer belong there. One copy for all. */
export function putRows(list: IncidentList, came: readonly IncidentRow[], { state, plant }: Filter): IncidentList {
  const moved = new Map(came.filter((row) => plant === '' || row.plant === plant).map((row) => [row.id, row]))
  const others: IncidentRow[] = []
  for (const known of list.incidents) {
    const row = moved.get(known.id)
    if (row) moved.set(row.id, newer(known, row))
    else others.push(known)
  }
  const own = [...moved.values()].filter((row) => state === 'all' || (row.state === 'open') === (state === 'open'))
  if (own.length === 0 && others.length === list.incidents.length) return list
  return { ...list, incidents: [...own, ...others] }
}

/** A page behind those before it; what moved to the front meanwhile is there already. */
export function appendPage(list: IncidentList, page: IncidentList): IncidentList {
  const known = new Set(list.incidents.map(({ id }) => id))
  const { next } = page
  return {
    incidents: [...list.incidents, ...page.incidents.filter(({ id }) => !known.has(id))],
    ...(next === undefined ? {} : { next }),
  }
}

/** Incident and response are written by two apps, so each side keeps its own newest version. */
export function newer(known: IncidentRow, came: IncidentRow): IncidentRow {
  const facts = came.version >= known.version ? came : known
  const response = (came.response?.version ?? -1) >= (known.response?.version ?? -1) ? came.response : known.response
  const { response: _, ...rest } = facts
  return response ? { ...rest, response } : rest
}

/** Adds an entry to the page's timeline unless it is there. */
export function addEntry(page: IncidentPage, entry: TimelineEntry): IncidentPage {
  const response = page.response
  if (!response || response.timeline.some((known) => known.id === entry.id)) return page
  return { ...page, response: { ...response, timeline: [...response.timeline, entry] } }
}

/** Puts the newest summaries into the fleet: one copy for all that came together. */
export function putSummaries(fleet: readonly PlantSummary[], came: readonly PlantSummary[]): PlantSummary[] {
  const newest = new Map(came.map((summary) => [summary.id, summary]))
  const known = fleet.map((summary) => {
    const next = newest.get(summary.id) ?? summary
    newest.delete(summary.id)
    return next
  })
  return [...known, ...newest.values()]
}

/** Adds a comment unless it is there. */
export function addComment(list: CommentList, comment: Comment): CommentList {
  if (list.comments.some(({ id }) => id === comment.id)) return list
  return { comments: [...list.comments, comment] }
}
