import { Injectable } from '@nestjs/common'
import { Refused, type IncidentChoice } from '@genba/contracts'
import { Access } from '@genba/platform'
import { choose, chooseFacts } from '@genba/playbook'
import { IncidentStore } from '../incidents/incident.store.js'
import type { Located } from '../incidents/locate-incident.js'
import { Plants } from '../plants/plants.js'
import { ResponseStore } from '../responses/response.store.js'
import type { Person } from '../session/visitor.js'
import { ShowChoice } from './show-choice.js'

/** The choice for one incident as it is now. */
@Injectable()
export class ExplainChoice {
  constructor(
    private readonly showing: ShowChoice,
    private readonly incidents: IncidentStore,
    private readonly responses: ResponseStore,
    private readonly plants: Plants,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, { id, plant }: Located): Promise<IncidentChoice> {
    this.access.require(actor, 'response.read', plant)
    const [table, incident, response] = await Promise.all([
      this.showing.shown(),
      this.incidents.get(id),
      this.responses.get(id),
    ])
    if (!incident) throw new Refused('NOT_FOUND', { incident: id })
    const facts = chooseFacts(incident, this.plants.get(plant))
    const startable = new Set(table.rows.flatMap(({ playbook, current }) => (current === undefined ? [] : [playbook])))
    const { row, finding } = choose(table.rows, facts, (playbook) => startable.has(playbook))
    const answeredBy = response?.runs.at(-1)?.playbook
    return {
      ...{ table: table.id, row, rows: table.rows.length, chosen: table.rows[row]!, severity: facts.severity },
      ...(finding ? { finding } : {}),
      ...(answeredBy === undefined ? {} : { answeredBy }),
    }
  }
}
