import { Injectable } from '@nestjs/common'
import { Refused, type Incident, type Response, type ResponseDecision, type Run, type Shadow } from '@genba/contracts'
import { Clock, Mongo, isDuplicateKey } from '@genba/platform'
import { extensionOf, isOutside, playbookAt, stepOf, variablesAt, type DueStep, type Linked } from '@genba/playbook'
import { impact } from '@genba/plant'
import { lineOf, requestOf } from '../act/request-of.js'
import { Connectors } from '../connectors/connectors.js'
import { gatherEvidence } from '../observe/gather-evidence.js'
import { wayIn } from '../orient/way-in.js'
import { Plants } from '../plants/plants.js'
import { Playbooks } from '../playbooks/playbooks.js'
import { Incidents } from '../responses/incidents.js'
import { Loops } from '../responses/loops.js'
import { ResponseStore } from '../responses/response.store.js'
import type { Done } from '../steps/task.js'
import { difference } from './difference.js'
import { play } from './play.js'

/** Tries a playbook version on a past or live incident. Nothing reaches out: the connectors are made as for a drill. */
@Injectable()
export class RunShadow {
  constructor(
    private readonly mongo: Mongo,
    private readonly playbooks: Playbooks,
    private readonly plants: Plants,
    private readonly incidents: Incidents,
    private readonly responses: ResponseStore,
    private readonly loops: Loops,
    private readonly connectors: Connectors,
    private readonly clock: Clock,
  ) {}

  async execute({ id, incident: of, by }: ResponseDecision, version: string): Promise<void> {
    const [incident, response, playbook] = await Promise.all([
      this.incidents.newest(of),
      this.responses.get(of),
      this.playbooks.linkedNow(version),
    ])
    const now = this.clock.now()
    const opened = this.loops.openOn(incident, playbook, 1, now)
    const played = await play(opened, playbook, response, (run, due) => this.stub(incident, playbook, run, due), now)
    const shadow: Shadow = {
      ...{ v: 1, id, plant: incident.plant, incident: of, playbook: version, name: opened.name, by: by.user, at: now },
      ...played,
      difference: difference(played.steps, played.outcome, response, await this.playbooksOf(response)),
    }
    await this.keep(shadow)
  }

  private async playbooksOf(response: Response | undefined): Promise<Map<string, Linked>> {
    const runs = response?.runs ?? []
    return new Map(await Promise.all(runs.map(async (run) => [run.id, await this.playbooks.ofRun(run)] as const)))
  }

  /** What Genba finds out itself it finds out as ever; what changes something is only named. */
  private async stub(incident: Incident, root: Linked, run: Run, { step: id, attempt }: DueStep): Promise<Done> {
    const step = stepOf(root, id)
    const automation = extensionOf(step)?.automation
    switch (automation) {
      case 'gather-evidence':
        return { outcome: { is: 'done', output: gatherEvidence(incident) } }
      case 'compute-impact':
        return { outcome: { is: 'done', output: this.orient(incident, run) } }
      case 'verify-quiet':
        return { outcome: { is: 'done', output: { quiet: 'yes' } } }
      case 'look-around':
      case 'notify':
        return { outcome: { is: 'done', output: {} } }
      case undefined:
        break
    }
    if (!step.commands?.[0] || !isOutside(step.commands[0])) throw new Refused('BROKEN', { step: id })
    const { connector, request } = requestOf(playbookAt(root, id), step, variablesAt(run, id))
    const key = `shadow:${run.id}:${id}:${attempt}`
    const { answer } = await this.connectors
      .connect(connector, { plant: incident.plant, drill: true })
      .send(request, key)
    return {
      outcome: { is: 'done', output: { answer } },
      effect: { connector, key, request: lineOf(request), answer },
    }
  }

  private orient(incident: Incident, run: Run): Record<string, string> {
    const plant = this.plants.get(incident.plant)
    if (!plant) throw new Refused('ENGINE_AWAY', { plant: incident.plant })
    const way = wayIn(plant, incident, run.variables['zone'] ?? '')
    const { processes } = impact(plant, { zones: incident.zones, assets: incident.assets })
    return { conduit: way?.conduit ?? '', way_in: way ? 'yes' : 'no', processes: processes.join(', ') }
  }

  /** Asked for twice it is one: the decision's id is the key. */
  private async keep(shadow: Shadow): Promise<void> {
    const shadows = this.mongo.collection<Shadow>('shadows').collection
    await shadows.insertOne({ ...shadow, _id: shadow.id } as never).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error
    })
  }
}
