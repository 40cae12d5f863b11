import type { Incident, Lifecycle } from '@genba/contracts'

/** The incident as a person closed it; undefined when it is closed already or another one is meant. */
export function close(incident: Incident, lifecycle: Lifecycle): Incident | undefined {
  if (incident.state === 'closed' || incident.id !== lifecycle.incident) return undefined
  return {
    ...incident,
    state: 'closed',
    closedAt: lifecycle.at,
    closed: { by: lifecycle.by, reason: lifecycle.reason },
  }
}
