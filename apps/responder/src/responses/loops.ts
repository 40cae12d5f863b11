import { Inject, Injectable } from '@nestjs/common'
import { runId, type Incident, type Localised, type Plant, type Response, type Run } from '@genba/contracts'
import { open, zonesFact, type Linked } from '@genba/playbook'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { Plants } from '../plants/plants.js'
import { Playbooks, type Chosen } from '../playbooks/playbooks.js'
import type { Change } from './change.js'
import type { News } from './follow.js'
import { Incidents } from './incidents.js'
import { passTime } from './pass-time.js'
import { currentRun, endResponse, enterLoop, settleStep, wantsLoop, type Settled } from './progress.js'

/** Turns of the OODA loop: each is a run of the playbook that fits the incident as it is then. */
@Injectable()
export class Loops {
  constructor(
    private readonly playbooks: Playbooks,
    private readonly plants: Plants,
    private readonly incidents: Incidents,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
  ) {}

  /** A run of the playbook that fits the incident now. */
  openRun(incident: Incident, loop: number, now: number): Run {
    return this.openChosen(incident, this.choose(incident), loop, now)
  }

  /** What there is to know about a newer version of the incident. */
  async news(response: Response, incident: Incident, now: number): Promise<News> {
    const chosen = this.choose(incident)
    return {
      incident,
      choice: chosen.choice,
      openRun: (loop) => this.openChosen(incident, chosen, loop, now),
      mayLoop: this.mayLoop(response),
      playbook: await this.playbookOf(response),
      plant: this.plants.get(incident.plant),
      now,
    }
  }

  /** The version that the current run began with. */
  playbookOf(response: Response): Promise<Linked> {
    return this.playbooks.ofRun(currentRun(response)!)
  }

  /**
   * Settles a step of the current run; a run that ends with the wish for another turn gets it. Past the bound the step parks
   * instead: a person who retries it says that it shall go on, for one more turn.
   */
  async settle(before: Change, settled: Settled): Promise<Change> {
    const playbook = await this.playbookOf(before.response)
    const change = settleStep(before, playbook, settled)
    if (!wantsLoop(change.response)) return change
    const isAsked = currentRun(before.response)?.steps.find(({ id }) => id === settled.step)?.askedBy !== undefined
    if (!isAsked && !this.mayLoop(before.response))
      return settleStep(before, playbook, { ...settled, outcome: { is: 'parked', error: 'LOOPS_EXHAUSTED' } })
    return this.turn(change, settled.now)
  }

  /** What the clock does to the current run. Past the bound of turns nothing is left that could park, so the response ends. */
  async passTime(before: Change, now: number): Promise<Change> {
    const change = passTime(before, await this.playbookOf(before.response), now)
    if (change === before || !wantsLoop(change.response)) return change
    return this.mayLoop(before.response) ? this.turn(change, now) : endResponse(change, 'LOOPS_EXHAUSTED', now)
  }

  private async turn(change: Change, now: number): Promise<Change> {
    const incident = await this.incidents.newest(change.response.incident)
    return enterLoop(change, this.openRun(incident, change.response.loop + 1, now), now)
  }

  private choose(incident: Incident): Chosen {
    return this.playbooks.choose(incident, this.plants.get(incident.plant))
  }

  /** A turn that Genba may take by itself. */
  private mayLoop(response: Response): boolean {
    return response.loop < this.config.LOOPS_MAX
  }

  /** A run of a given playbook, for the finding that its row of the table would be chosen for. */
  openOn(incident: Incident, playbook: Linked, loop: number, now: number): Run {
    const { choice } = this.choose(incident)
    return this.openChosen(incident, { choice, playbook }, loop, now)
  }

  private openChosen(incident: Incident, { choice, playbook }: Chosen, loop: number, now: number): Run {
    const variables = {
      incident: incident.id,
      plant: incident.plant,
      zone: choice.finding?.zone ?? incident.zones[0] ?? 'unplaced',
      zones: zonesFact(incident.zones),
      rule: choice.finding?.rule ?? 'none',
      row: String(choice.row),
    }
    const names = namesAround(this.plants.get(incident.plant), variables.zone)
    return open(playbook, { id: runId(incident.id, loop), loop, variables, names, now })
  }
}

/** What the zone and the conduits at its border are called: the ids that a playbook's texts speak of. */
function namesAround(plant: Plant | undefined, zone: string): Record<string, Localised> {
  const around = [
    ...(plant?.zones ?? []).filter(({ id }) => id === zone),
    ...(plant?.conduits ?? []).filter(({ from, to }) => from === zone || to === zone),
  ]
  return Object.fromEntries(around.map(({ id, name }) => [id, name]))
}
