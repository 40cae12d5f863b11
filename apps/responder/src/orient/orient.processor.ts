import { Injectable, type OnModuleInit } from '@nestjs/common'
import { Refused } from '@genba/contracts'
import { impact } from '@genba/plant'
import { Plants } from '../plants/plants.js'
import { withResponse } from '../responses/change.js'
import { Incidents } from '../responses/incidents.js'
import { Serve } from '../steps/serve.js'
import type { Done, Task } from '../steps/task.js'
import { wayIn } from './way-in.js'

@Injectable()
export class OrientProcessor implements OnModuleInit {
  constructor(
    private readonly serve: Serve,
    private readonly incidents: Incidents,
    private readonly plants: Plants,
  ) {}

  onModuleInit(): void {
    this.serve.register('orient', (task) => this.orient(task))
  }

  private async orient({ response, variables, extension }: Task): Promise<Done> {
    if (extension.automation !== 'compute-impact') throw new Refused('BROKEN', { automation: extension.automation })
    const incident = await this.incidents.newest(response.incident)
    const plant = this.plants.get(response.plant)
    // The plant may be on its way: a new plant's first incident can be faster than the snapshot.
    if (!plant) throw new Refused('ENGINE_AWAY', { plant: response.plant })
    const found = impact(plant, { zones: incident.zones, assets: incident.assets })
    const conduit = wayIn(plant, incident, variables['zone'] ?? '')
    const output = { conduit: conduit ?? '', way_in: conduit ? 'yes' : 'no', processes: found.processes.join(', ') }
    return { outcome: { is: 'done', output }, apply: (change) => withResponse(change, { impact: found }) }
  }
}
