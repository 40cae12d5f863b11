import { Injectable } from '@nestjs/common'
import {
  Refused,
  type Changed,
  type Incident,
  type IncidentOperation,
  type IncidentLifecycle,
  type Taken,
} from '@genba/contracts'
import { Clock, Kafka } from '@genba/platform'
import { IncidentStore } from '../incidents/incident.store.js'
import type { Person } from '../session/visitor.js'

type Told<L> = L extends IncidentLifecycle ? Omit<L, 'v' | 'plant' | 'by' | 'at'> : never

/** Hands wishes about the grouping of incidents to the correlator, which alone writes them, and looks first what can be known here. */
@Injectable()
export class AskCorrelator {
  constructor(
    private readonly incidents: IncidentStore,
    private readonly kafka: Kafka,
    private readonly clock: Clock,
  ) {}

  /** Throws Refused NOT_FOUND, or CHANGED_MEANWHILE with what was done since: the wish was about something else. */
  async get(id: string, seen: string): Promise<Incident> {
    const incident = await this.incidents.get(id)
    if (!incident) throw new Refused('NOT_FOUND', { incident: id })
    const changed = doneSince(incident, seen)
    if (changed.length > 0) throw new Refused('CHANGED_MEANWHILE', { incident: id, changed })
    return incident
  }

  async getOpen(id: string, seen: string): Promise<Incident> {
    const incident = await this.get(id, seen)
    if (incident.state !== 'open') throw new Refused('NOT_OPEN', { incident: id })
    return incident
  }

  async tell({ user }: Person, plant: string, told: Told<IncidentLifecycle>): Promise<Taken> {
    const value = { v: 1, plant, by: user, at: this.clock.now(), ...told } as IncidentLifecycle
    await this.kafka.send('lifecycle.v1', [{ key: plant, value }])
    return { id: told.id }
  }
}

const standing = ({ operations = [] }: Incident): IncidentOperation[] =>
  operations.filter(({ refused }) => refused === undefined)

/** Operations that were carried out after the one that the person had seen; empty for none. */
export function doneSince(incident: Incident, seen: string): Changed[] {
  const done = standing(incident)
  const from = seen === '' ? 0 : done.findIndex(({ id }) => id === seen) + 1
  return done.slice(from).map(({ kind, by, reason, at }) => ({ kind, by, reason, at }))
}

/** The newest operation that was carried out, empty for none. */
export const newestOf = (incident: Incident): string => standing(incident).at(-1)?.id ?? ''
