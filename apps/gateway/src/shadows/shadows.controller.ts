import { Controller } from '@nestjs/common'
import type { ShadowInput, ShadowList, Taken } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Located } from '../incidents/locate-incident.js'
import { Answers, BodyOf, OfIncident, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ShadowStore } from './shadow.store.js'
import { TryPlaybook } from './try-playbook.js'

@Controller()
export class ShadowsController {
  constructor(
    private readonly shadows: ShadowStore,
    private readonly trying: TryPlaybook,
    private readonly access: Access,
  ) {}

  @Answers('tryPlaybook')
  try(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @BodyOf('tryPlaybook') { playbook }: ShadowInput,
  ): Promise<Taken> {
    return this.trying.execute(actor, incident, playbook)
  }

  @Answers('listShadows')
  async list(@Visiting() { actor }: Visitor, @OfIncident() incident: Located): Promise<ShadowList> {
    this.access.require(actor, 'response.read', incident.plant)
    return { shadows: await this.shadows.list(incident.id) }
  }
}
