import { Injectable } from '@nestjs/common'
import type { Incident, Response } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { Enqueue } from '../steps/enqueue.js'
import { note, unchanged, type Change } from './change.js'
import { follow } from './follow.js'
import { Loops } from './loops.js'
import { refresh } from './progress.js'
import { ResponseStore } from './response.store.js'

/** Every open incident has one response, which knows the newest version of it. */
@Injectable()
export class TakeIncident {
  constructor(
    private readonly responses: ResponseStore,
    private readonly loops: Loops,
    private readonly enqueue: Enqueue,
    private readonly clock: Clock,
  ) {}

  /** Incidents that came together, each once. */
  async execute(incidents: readonly Incident[]): Promise<void> {
    const seen = await this.responses.seen(incidents.map(({ id }) => id))
    await Promise.all(incidents.map((incident) => this.take(incident, seen.get(incident.id))))
  }

  private async take(incident: Incident, seen: number | undefined): Promise<void> {
    if (seen !== undefined && seen >= incident.version) return
    const opened =
      seen === undefined && incident.state === 'open' ? await this.responses.insert(this.open(incident)) : undefined
    const changed = opened ?? (await this.responses.change(incident.id, (response) => this.follow(response, incident)))
    if (changed) await this.enqueue.due(changed)
  }

  private open(incident: Incident): Change {
    const now = this.clock.now()
    const run = this.loops.openRun(incident, 1, now)
    const response: Response = {
      v: 1,
      id: incident.id,
      version: 0,
      plant: incident.plant,
      incident: incident.id,
      incidentVersion: incident.version,
      state: 'running',
      phase: 'observe',
      loop: 1,
      clock: [],
      runs: [run],
      approvals: [],
      timeline: [],
      timelineEvicted: 0,
      openedAt: now,
      ...(incident.drill === undefined ? {} : { drill: incident.drill }),
    }
    return refresh(
      note(unchanged(response), {
        kind: 'response.opened',
        params: { playbook: run.playbook, zone: run.variables['zone'] ?? '' },
        now,
      }),
      now,
    )
  }

  private async follow(response: Response, incident: Incident): Promise<Change | undefined> {
    if (incident.version <= response.incidentVersion) return undefined
    return follow(response, await this.loops.news(response, incident, this.clock.now()))
  }
}
