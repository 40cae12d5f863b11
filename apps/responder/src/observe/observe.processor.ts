import { Injectable, type OnModuleInit } from '@nestjs/common'
import { Refused } from '@genba/contracts'
import { Incidents } from '../responses/incidents.js'
import { Serve } from '../steps/serve.js'
import { gatherEvidence } from './gather-evidence.js'

@Injectable()
export class ObserveProcessor implements OnModuleInit {
  constructor(
    private readonly serve: Serve,
    private readonly incidents: Incidents,
  ) {}

  onModuleInit(): void {
    this.serve.register('observe', async ({ response, extension }) => {
      if (extension.automation !== 'gather-evidence') throw new Refused('BROKEN', { automation: extension.automation })
      return { outcome: { is: 'done', output: gatherEvidence(await this.incidents.newest(response.incident)) } }
    })
  }
}
