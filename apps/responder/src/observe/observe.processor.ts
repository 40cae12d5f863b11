import { Injectable, type OnModuleInit } from '@nestjs/common'
import { Refused } from '@genba/contracts'
import { withResponse } from '../responses/change.js'
import type { Done, Task } from '../steps/task.js'
import { Works } from '../steps/works.js'
import { gatherEvidence } from './gather-evidence.js'
import { LookAround } from './look-around.js'

@Injectable()
export class ObserveProcessor implements OnModuleInit {
  constructor(
    private readonly works: Works,
    private readonly lookAround: LookAround,
  ) {}

  onModuleInit(): void {
    this.works.register('observe', (task) => this.observe(task))
  }

  private async observe({ extension, incident: newest }: Task): Promise<Done> {
    const incident = await newest()
    switch (extension.automation) {
      case 'gather-evidence':
        return { outcome: { is: 'done', output: gatherEvidence(incident) } }
      case 'look-around': {
        const evidence = await this.lookAround.execute(incident)
        const output = {
          measured: String(evidence.series.length),
          changes: String(evidence.changes.length),
          signed_in: evidence.signedIn.map(({ user }) => user).join(', '),
        }
        return { outcome: { is: 'done', output }, apply: (change) => withResponse(change, { evidence }) }
      }
      case 'compute-impact':
      case 'verify-quiet':
      case 'notify':
      case undefined:
        throw new Refused('BROKEN', { automation: extension.automation })
    }
  }
}
