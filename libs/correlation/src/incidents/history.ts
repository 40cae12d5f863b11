import {
  INCIDENT_OPERATIONS_MAX,
  INCIDENT_SIGNALS_MAX,
  type Incident,
  type IncidentOperation,
  type Operation,
} from '@genba/contracts'
import type { Grouping } from './grouping.js'
import { otherSide, touches } from './people.js'

/**
 * What people did with an incident, the oldest first; the newest ones where there are too many. What the incident told before and is pruned among the
 * operations comes first, as it was told.
 */
export function historyOf({ operations, incidents }: Grouping, id: string): Pick<Incident, 'operations'> {
  const all = [...operations.values()].sort((a, b) => a.order - b.order)
  const own = all.filter((operation) => operation.order >= 0 && touches(operation, id))
  const pruned = incidents.get(id)?.operations?.filter((operation) => !operations.has(operation.id)) ?? []
  const history = [...pruned, ...own.map((operation) => tell(operation, id, all))]
  return history.length === 0 ? {} : { operations: history.slice(-INCIDENT_OPERATIONS_MAX) }
}

function tell(operation: Operation, on: string, all: readonly Operation[]): IncidentOperation {
  const { id, kind, by, reason, at, apart, refused } = operation
  const undoing = all.find(({ undoes, refused: isRefused }) => undoes === id && isRefused === undefined)
  const other = otherSide(operation, on)
  return {
    ...{ id, kind, by, reason, at },
    ...(other === undefined ? {} : { other }),
    ...(apart ? { signals: apart.slice(0, INCIDENT_SIGNALS_MAX) } : {}),
    ...(undoing ? { undone: { id: undoing.id, by: undoing.by, reason: undoing.reason, at: undoing.at } } : {}),
    ...(refused === undefined ? {} : { refused }),
  }
}
