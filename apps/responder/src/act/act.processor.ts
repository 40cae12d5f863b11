import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import { Refused } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { isOutside } from '@genba/playbook'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { Connectors } from '../connectors/connectors.js'
import type { Done, Task } from '../steps/task.js'
import { Works } from '../steps/works.js'
import { reachOut } from './reach-out.js'
import { tell } from './tell.js'
import { verifyQuiet, watched } from './verify-quiet.js'

@Injectable()
export class ActProcessor implements OnModuleInit {
  constructor(
    private readonly works: Works,
    private readonly connectors: Connectors,
    private readonly clock: Clock,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
  ) {}

  onModuleInit(): void {
    this.works.register('act', (task) => this.act(task))
  }

  private async act(task: Task): Promise<Done> {
    if (task.step.commands?.[0] && isOutside(task.step.commands[0])) return reachOut(task, this.connectors)
    switch (task.extension.automation) {
      case 'verify-quiet':
        return { outcome: await this.look(task) }
      case 'notify':
        return tell(task, this.connectors)
      case 'gather-evidence':
      case 'look-around':
      case 'compute-impact':
      case undefined:
        throw new Refused('BROKEN', { automation: task.extension.automation })
    }
  }

  private async look({ variables, extension: { verify }, incident: newest }: Task) {
    const incident = await newest()
    return verifyQuiet(watched(incident, verify ?? {}, variables), variables, {
      now: this.clock.now(),
      quietMs: verify?.quietMs ?? this.config.QUIET_MS,
      looksMax: verify?.looksMax ?? this.config.QUIET_LOOKS_MAX,
    })
  }
}
