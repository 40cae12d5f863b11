import { Injectable } from '@nestjs/common'
import type { Incident, Response, RunStep } from '@genba/contracts'
import { Clock, Mongo, type Stored } from '@genba/platform'
import { OUTCOME } from '@genba/playbook'
import type { Past } from './similar.js'

/** The newest closed incidents of a plant that are compared. */
const PAST_MAX = 100
/** What closed since then can wait: reading them is one walk over the incidents. */
const FRESH_MS = 60_000
const PLANTS_MAX = 200

type Kept = { at: number; past: Promise<Past[]> }

/** What was closed before at each plant and how it was answered; read at most once a minute. */
@Injectable()
export class PastIncidents {
  private readonly plants = new Map<string, Kept>()

  constructor(
    private readonly mongo: Mongo,
    private readonly clock: Clock,
  ) {}

  of(plant: string): Promise<Past[]> {
    const now = this.clock.now()
    const known = this.plants.get(plant)
    if (known && now - known.at < FRESH_MS) return known.past
    const past = this.read(plant)
    past.catch(() => this.plants.delete(plant))
    this.plants.delete(plant)
    this.plants.set(plant, { at: now, past })
    const [oldest] = this.plants.keys()
    if (this.plants.size > PLANTS_MAX && oldest !== undefined) this.plants.delete(oldest)
    return past
  }

  private async read(plant: string): Promise<Past[]> {
    const incidents = await this.mongo
      .collection<Incident>('incidents')
      .find({ plant, state: 'closed', drill: { $exists: false } } as never)
      .sort({ lastAt: -1 })
      .limit(PAST_MAX)
      .select(['title', 'closedAt', 'lastAt', 'techniques', 'zones', 'signals.rule.id'])
      .lean<Stored<Incident>[]>()
    const responses = await this.mongo
      .collection<Response>('responses')
      .find({ _id: { $in: incidents.map(({ _id }) => _id) } } as never)
      .select(['loop', 'runs'])
      .lean<Stored<Response>[]>()
    const byIncident = new Map(responses.map((response) => [response._id, response]))
    return incidents.map((incident) => pastOf(incident, byIncident.get(incident._id)))
  }
}

function pastOf(incident: Stored<Incident>, response: Stored<Response> | undefined): Past {
  return {
    incident: incident._id,
    title: incident.title,
    closedAt: incident.closedAt ?? incident.lastAt,
    rules: incident.signals.map(({ rule }) => rule.id),
    techniques: incident.techniques,
    zones: incident.zones,
    outcome: response?.runs.at(-1)?.variables[OUTCOME] ?? 'unanswered',
    loops: response?.loop ?? 0,
    did: (response?.runs ?? []).flatMap(({ steps }) => steps.filter(wasDone).map(({ name }) => name)),
  }
}

const wasDone = ({ phase, type, state }: RunStep): boolean =>
  phase === 'act' && type === 'action' && state.at === 'done' && state.output['answer'] !== undefined
