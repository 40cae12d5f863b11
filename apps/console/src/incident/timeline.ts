import type {
  Comment,
  Incident,
  IncidentOperation,
  IncidentPage,
  Localised,
  Response,
  SignalSummary,
  Spread,
  TimelineEntry,
} from '@genba/contracts'

export const TIMELINE_SIDES = ['attack', 'people', 'response'] as const
export type TimelineSide = (typeof TIMELINE_SIDES)[number]

/** One line of the merged timeline: what the responder wrote, and what the incident's facts tell by themselves. */
export type TimelineLine = { id: string; at: number; side: TimelineSide } & (
  | { what: 'entry'; entry: TimelineEntry }
  | { what: 'opened'; zone: string }
  | { what: 'signal'; signal: SignalSummary }
  | { what: 'spread'; spread: Spread }
  | { what: 'closed'; by: string; reason: string }
  | { what: 'operation'; operation: IncidentOperation }
  | { what: 'comment'; comment: Comment }
)

type Kind = TimelineEntry['kind']
const SIDE_OF: Record<Kind, TimelineSide> = {
  'response.opened': 'response',
  'phase.entered': 'response',
  'phase.late': 'response',
  'step.done': 'response',
  'step.failed': 'response',
  'step.parked': 'response',
  'step.retried': 'people',
  'step.skipped': 'people',
  'step.rerun': 'people',
  'approval.requested': 'people',
  'approval.given': 'people',
  'approval.approved': 'people',
  'approval.refused': 'people',
  'approval.reminded': 'people',
  'approval.escalated': 'people',
  'approval.break-glass': 'people',
  'approval.reviewed': 'people',
  'approval.late': 'people',
  'approval.withdrawn': 'response',
  'timer.missed': 'response',
  'hold.placed': 'response',
  'hold.wished': 'people',
  'hold.renewed': 'people',
  'hold.asked': 'people',
  'hold.stuck': 'people',
  'hold.undone': 'response',
  'hold.late': 'people',
  'response.done': 'response',
}

/** Newest first; at the same moment the order in which things were written is kept, newest first too. */
export function mergedTimeline(
  { incident, response }: IncidentPage,
  comments: readonly Comment[] = [],
): TimelineLine[] {
  const lines = [...factLines(incident), ...entryLines(response), ...commentLines(comments)]
  return lines
    .map((line, index) => ({ line, index }))
    .sort((a, b) => b.line.at - a.line.at || b.index - a.index)
    .map(({ line }) => line)
}

function factLines(incident: Incident): TimelineLine[] {
  const { closed, closedAt } = incident
  return [
    { id: 'opened', at: incident.openedAt, side: 'attack', what: 'opened', zone: incident.zones[0] ?? '' },
    ...incident.signals.map((signal): TimelineLine => ({
      id: `signal ${signal.id}`,
      at: signal.firedAt,
      side: 'attack',
      what: 'signal',
      signal,
    })),
    ...incident.spread.map((spread): TimelineLine => ({
      id: `spread ${spread.conduit} ${spread.zone} ${spread.at}`,
      at: spread.at,
      side: 'attack',
      what: 'spread',
      spread,
    })),
    // A closing that holds is told by the line below.
    ...(incident.operations ?? [])
      .filter(({ kind, undone, refused }) => kind !== 'closed' || undone !== undefined || refused !== undefined)
      .map((operation): TimelineLine => ({
        id: `operation ${operation.id}`,
        at: operation.at,
        side: 'people',
        what: 'operation',
        operation,
      })),
    ...(closed
      ? [{ id: 'closed', at: closedAt ?? incident.lastAt, side: 'people', what: 'closed', ...closed } as const]
      : []),
  ]
}

const entryLines = (response: Response | undefined): TimelineLine[] =>
  (response?.timeline ?? []).map((entry) => ({
    id: entry.id,
    at: entry.at,
    side: SIDE_OF[entry.kind],
    what: 'entry',
    entry,
  }))

const commentLines = (comments: readonly Comment[]): TimelineLine[] =>
  comments.map((comment) => ({ id: comment.id, at: comment.at, side: 'people', what: 'comment', comment }))

/** The name of the step that an entry tells of; its id when the run is no longer kept. */
export function stepNameOf(entry: TimelineEntry, response: Response | undefined): Localised | undefined {
  const { run, step } = entry.params
  const runs = response?.runs.filter(({ id }) => run === undefined || id === run) ?? []
  return runs.flatMap(({ steps }) => steps).find(({ id }) => id === step)?.name ?? same(step)
}

/** The title of the approval that an entry tells of. */
export function approvalTitleOf(entry: TimelineEntry, response: Response | undefined): Localised | undefined {
  const { approval, step, option } = entry.params
  const found = response?.approvals.find(({ id }) => id === approval)
  const way = found?.choice?.options.find(({ id }) => id === option)?.name
  if (found && way) return { ja: `${found.title.ja}：${way.ja}`, en: `${found.title.en}: ${way.en}` }
  return found?.title ?? (step === undefined ? same(approval) : stepNameOf(entry, response))
}

const same = (value: string | number | undefined): Localised | undefined =>
  value === undefined || value === '' ? undefined : { ja: String(value), en: String(value) }
