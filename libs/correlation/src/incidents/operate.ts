import type { Incident, IncidentLifecycle, Operation } from '@genba/contracts'
import type { JoinSettings, PlantFacts } from './facts.js'
import type { Grouping } from './grouping.js'
import { activeOf, otherSide, touches } from './people.js'
import { membersOf } from './regroup.js'

type Effect = Pick<Operation, 'other' | 'closes' | 'together' | 'apart' | 'rest' | 'undoes'>
type Refusal = NonNullable<Operation['refused']>

/**
 * What a person asked becomes an operation of the plant: with the signals that it is about at this moment, or refused with the reason.
 * Undefined when it is known already: it is carried out once. `order` is its place in lifecycle.v1.
 */
export function operate(
  grouping: Grouping,
  lifecycle: IncidentLifecycle,
  order: number,
  facts: PlantFacts,
  settings?: JoinSettings,
): Operation | undefined {
  if (grouping.operations.has(lifecycle.id)) return undefined
  const { id, plant, incident, by, reason, at } = lifecycle
  const effect = effectOf(grouping, lifecycle, membersOf(grouping, facts, settings))
  const operation: Operation = {
    v: 1,
    ...{ id, plant, kind: lifecycle.to, incident, by, reason, at, order },
    ...(typeof effect === 'string' ? { ...askedOf(lifecycle), refused: effect } : effect),
  }
  grouping.operations.set(id, operation)
  return operation
}

/** What a refused operation was about. */
function askedOf(lifecycle: IncidentLifecycle): Effect {
  if (lifecycle.to === 'merged') return { other: lifecycle.other }
  return lifecycle.to === 'undone' ? { undoes: lifecycle.operation } : {}
}

type Members = ReadonlyMap<string, readonly string[]>

function effectOf(grouping: Grouping, lifecycle: IncidentLifecycle, members: Members): Effect | Refusal {
  const incident = grouping.incidents.get(lifecycle.incident)
  if (!incident) return 'not-found'
  if (!isSeen(grouping, incident, lifecycle.seen)) return 'changed'
  if (lifecycle.to === 'undone') return undo(grouping, incident, lifecycle.operation)
  if (incident.state !== 'open') return 'not-open'
  const own = members.get(incident.id) ?? []
  switch (lifecycle.to) {
    case 'closed':
      return { closes: closing(grouping, own) }
    case 'merged':
      return merge(grouping, { incident, lifecycle, members })
    case 'split':
      return takeOut(own, lifecycle.signals)
    case 'detached':
      return takeOut(own, [lifecycle.signal])
  }
}

/** Two people at once: the second did not see what the first had done. */
function isSeen({ operations }: Grouping, { id }: Incident, seen: string | undefined): boolean {
  if (seen === undefined) return true
  const newest = [...operations.values()]
    .filter((operation) => operation.refused === undefined && touches(operation, id))
    .sort((a, b) => b.order - a.order)[0]
  return (newest?.id ?? '') === seen || newest?.order === -1
}

function closing({ signals }: Grouping, own: readonly string[]): NonNullable<Operation['closes']> {
  return own.map((signal) => ({ signal, revision: signals.get(signal)?.signal.revision ?? 0 }))
}

type Merging = { incident: Incident; lifecycle: Extract<IncidentLifecycle, { to: 'merged' }>; members: Members }

function merge(grouping: Grouping, { incident, lifecycle, members }: Merging): Effect | Refusal {
  const other = grouping.incidents.get(lifecycle.other)
  if (!other || other.id === incident.id) return 'not-found'
  if (other.drill !== incident.drill) return 'drill'
  if (other.state !== 'open') return 'not-open'
  if (!isSeen(grouping, other, lifecycle.otherSeen)) return 'changed'
  return { other: other.id, together: [...(members.get(incident.id) ?? []), ...(members.get(other.id) ?? [])] }
}

function takeOut(own: readonly string[], signals: readonly string[]): Effect | Refusal {
  const apart = new Set(signals)
  const rest = own.filter((signal) => !apart.has(signal))
  if (own.length - rest.length !== apart.size) return 'not-in'
  return rest.length === 0 ? 'nothing-left' : { apart: [...apart], rest }
}

function undo({ operations }: Grouping, { id }: Incident, undoes: string): Effect | Refusal {
  const operation = operations.get(undoes)
  if (!operation || !touches(operation, id)) return 'not-found'
  if (!activeOf(operations.values()).some((each) => each.id === undoes)) return 'undone'
  const other = otherSide(operation, id)
  return { undoes, ...(other === undefined ? {} : { other }) }
}
