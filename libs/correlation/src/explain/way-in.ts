import { incidentId, type ExplainedJoin, type IncidentOperation, type SignalSummary } from '@genba/contracts'
import type { IncidentFacts } from './explain.js'

export type Reason = Pick<
  ExplainedJoin,
  'code' | 'conduit' | 'from' | 'to' | 'shared' | 'step' | 'by' | 'reason' | 'other' | 'gapMs' | 'joinMs'
>

/** How a signal came into the incident that holds it. What a person did says more than what the engine found. */
export function wayIn(incident: IncidentFacts, summary: SignalSummary): Reason {
  const { id, plant, drill, spread, signals, merges = [] } = incident
  const taken = takenOut(incident, summary.id)
  if (taken && taken.id === id && (taken.kind === 'split' || taken.kind === 'detached'))
    return { code: taken.kind, ...whoDid(taken) }
  const name = nameOf(plant, drill, summary)
  if (name === id) return { code: 'opened' }
  const merge = merges.find((each) => each.incident === name)
  if (merge) {
    const [{ conduit, shared, step, from, to, operation } = { from: '', to: '' }] = merge.links
    const did = incident.operations?.find((each) => each.id === operation)
    return {
      code: 'merged',
      ...(did ? whoDid(did) : {}),
      ...{ from, to, other: merge.incident },
      ...(conduit === undefined ? {} : { conduit }),
      ...(shared === undefined ? {} : { shared }),
      ...(step ? { step } : {}),
    }
  }
  const hop = spread.find(({ zone }) => zone === summary.zone) ?? spread.find(({ from }) => from === summary.zone)
  if (hop) {
    const { conduit, from, zone: to, shared, step } = hop
    return { code: step ? 'chain' : 'conduit', conduit, from, to, shared, ...(step ? { step } : {}) }
  }
  const isAlone = signals.every((other) => other.id === summary.id || other.zone !== summary.zone)
  return { code: isAlone ? 'joined' : 'same-zone' }
}

/** The operation that holds, by which a person took the signal out of an incident. */
export const takenOut = ({ operations = [] }: IncidentFacts, signal: string): IncidentOperation | undefined =>
  operations.findLast(
    ({ signals, undone, refused }) => !undone && refused === undefined && (signals?.includes(signal) ?? false),
  )

export const whoDid = ({ by, reason, other }: IncidentOperation): Pick<Reason, 'by' | 'reason' | 'other'> => ({
  by,
  reason,
  ...(other === undefined ? {} : { other }),
})

/** What the incident would be called that the signal opened: by its first alert when it was told, though it may have grown backwards. */
const nameOf = (plant: string, drill: string | undefined, { id, zone, rule }: SignalSummary): string =>
  incidentId({ plant, zone, rule, firstAt: Number(id.slice(id.lastIndexOf('/') + 1)), drill })
