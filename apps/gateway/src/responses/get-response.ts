import { Injectable } from '@nestjs/common'
import type { Response } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { ResponseStore } from './response.store.js'

@Injectable()
export class GetResponse {
  constructor(
    private readonly responses: ResponseStore,
    private readonly access: Access,
  ) {}

  execute(actor: Person, incident: Located): Promise<Response | undefined> {
    this.access.require(actor, 'response.read', incident.plant)
    return this.responses.get(incident.id)
  }
}
