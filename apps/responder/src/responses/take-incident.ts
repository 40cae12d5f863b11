import { Injectable } from '@nestjs/common'
import type { Incident, Response } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { Ahead } from '../steps/ahead.js'
import { Enqueue } from '../steps/enqueue.js'
import { Works } from '../steps/works.js'
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
    private readonly ahead: Ahead,
    private readonly works: Works,
    private readonly enqueue: Enqueue,
    private readonly clock: Clock,
  ) {}

  /**
   * Incidents that came together, each once. `isRepeat` when a process may have ended over one of them: then their responses are
   * written before anything is done, and steps that end the process are found out by the tries of their jobs.
   */
  async execute(incidents: readonly Incident[], { isRepeat }: { isRepeat: boolean }): Promise<void> {
    const seen = await this.responses.seen(incidents.map(({ id }) => id))
    await Promise.all(incidents.map((incident) => this.take(incident, seen.get(incident.id), isRepeat)))
  }

  private async take(incident: Incident, seen: number | undefined, isRepeat: boolean): Promise<void> {
    if (seen !== undefined && seen >= incident.version) return
    const opened = seen === undefined && incident.state === 'open' ? await this.begin(incident, isRepeat) : undefined
    const changed = opened ?? (await this.responses.change(incident.id, (response) => this.follow(response, incident)))
    if (changed) await this.enqueue.due(changed)
  }

  /** Undefined when somebody else was faster. */
  private async begin(incident: Incident, isRepeat: boolean): Promise<Response | undefined> {
    const opened = this.open(incident)
    if (isRepeat) return this.responses.insert(opened)
    const { change, made } = await this.ahead.execute(opened, incident)
    const inserted = await this.responses.insert(change)
    if (inserted) this.works.count(made)
    return inserted
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
