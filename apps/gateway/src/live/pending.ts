import { never, type LiveEvent } from '@genba/contracts'

/** Events of one room between two batches. A room that has more is told to catch up over REST instead. */
export const EVENTS_MAX = 500

/** What a room will be told in its next batch, by what it is about: of two events about the same thing the newer one stays. */
export type Pending = Map<string, LiveEvent>

export function addEvent(pending: Pending, event: LiveEvent): void {
  const subject = subjectOf(event)
  // Deleted first, so that the map keeps the order in which things happened last.
  pending.delete(subject)
  pending.set(subject, event)
}

function subjectOf(event: LiveEvent): string {
  switch (event.event) {
    case 'incident.row':
      return `row ${event.row.id}`
    case 'incident.page':
      return `page ${event.incident}`
    case 'timeline.added':
      return `entry ${event.entry.id}`
    case 'comment.added':
      return `comment ${event.comment.id}`
    case 'plant.summary':
      return `plant ${event.summary.id}`
    default:
      return never(event)
  }
}
