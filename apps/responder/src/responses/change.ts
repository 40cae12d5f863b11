import { RESPONSE_TIMELINE_MAX, type Response, type TimelineEntry } from '@genba/contracts'
import type { AuditEntry, Told } from '@genba/platform'

/** A response as it shall be stored, with what must be told in the same write. */
export type Change = { response: Response; told: Told[] }

export type Note = {
  kind: TimelineEntry['kind']
  by?: string
  params?: TimelineEntry['params']
  now: number
  id?: string
}

/** What Genba does by itself is by this name. */
export const BY_RESPONDER = 'responder'

export const unchanged = (response: Response): Change => ({ response, told: [] })

/** One more timeline entry: in the document, whose oldest entries give way when it is full, and on the timeline topic. */
export function note(change: Change, { kind, by = BY_RESPONDER, params = {}, now, id }: Note): Change {
  const { response, told } = change
  const version = response.version + 1
  const entry: TimelineEntry = {
    v: 1,
    id: id ?? `${response.id}~v${version}~${told.length}`,
    plant: response.plant,
    incident: response.incident,
    at: now,
    kind,
    by,
    params,
    version,
  }
  const timeline = [...response.timeline, entry]
  const evicted = Math.max(0, timeline.length - RESPONSE_TIMELINE_MAX)
  return {
    response: { ...response, timeline: timeline.slice(evicted), timelineEvicted: response.timelineEvicted + evicted },
    told: [...told, { id: entry.id, topic: 'timeline.v1', key: response.plant, value: entry }],
  }
}

/** One more entry for the audit chain. */
export const audit = (change: Change, id: string, entry: AuditEntry): Change => ({
  ...change,
  told: [...change.told, { id, audit: entry }],
})

export const withResponse = (change: Change, part: Partial<Response>): Change => ({
  ...change,
  response: { ...change.response, ...part },
})
