import { Injectable, type OnModuleInit } from '@nestjs/common'
import { Refused, type Orientation } from '@genba/contracts'
import { impact, threatsOf } from '@genba/plant'
import { Plants } from '../plants/plants.js'
import { withResponse } from '../responses/change.js'
import type { Done, Task } from '../steps/task.js'
import { Works } from '../steps/works.js'
import { PastIncidents } from './past-incidents.js'
import { similar } from './similar.js'
import { wayIn } from './way-in.js'

@Injectable()
export class OrientProcessor implements OnModuleInit {
  constructor(
    private readonly works: Works,
    private readonly plants: Plants,
    private readonly past: PastIncidents,
  ) {}

  onModuleInit(): void {
    this.works.register('orient', (task) => this.orient(task))
  }

  private async orient({ response, variables, extension, incident: newest }: Task): Promise<Done> {
    if (extension.automation !== 'compute-impact') throw new Refused('BROKEN', { automation: extension.automation })
    const incident = await newest()
    const plant = this.plants.get(response.plant)
    // The plant may be on its way: a new plant's first incident can be faster than the snapshot.
    if (!plant) throw new Refused('ENGINE_AWAY', { plant: response.plant })
    const found = impact(plant, { zones: incident.zones, assets: incident.assets })
    const way = wayIn(plant, incident, variables['zone'] ?? '')
    const orientation: Orientation = {
      threats: threatsOf(incident.techniques),
      ...(way ? { wayIn: way } : {}),
      similar: similar(incident, await this.past.of(incident.plant)),
    }
    const output = {
      conduit: way?.conduit ?? '',
      way_in: way ? 'yes' : 'no',
      processes: found.processes.join(', '),
      threats: orientation.threats.map(({ number }) => number).join(', '),
    }
    return { outcome: { is: 'done', output }, apply: (change) => withResponse(change, { impact: found, orientation }) }
  }
}
