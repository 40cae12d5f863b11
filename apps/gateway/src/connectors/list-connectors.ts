import { Injectable } from '@nestjs/common'
import { plantsOf, type ConnectorList, type ConnectorView, type Permission } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { ConnectorStore } from './connector.store.js'

@Injectable()
export class ListConnectors {
  constructor(
    private readonly store: ConnectorStore,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, permission: Permission = 'connector.read'): Promise<ConnectorList> {
    this.access.require(actor, permission)
    const own = plantsOf(actor, permission)
    const isOwn = ({ plants }: ConnectorView): boolean =>
      own === '*' || (plants !== '*' && plants.every((plant) => own.includes(plant)))
    return { connectors: (await this.store.all()).filter(isOwn) }
  }
}
