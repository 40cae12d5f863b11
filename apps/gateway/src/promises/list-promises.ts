import { Injectable } from '@nestjs/common'
import type { PromiseList } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { PromiseStore } from './promise.store.js'

@Injectable()
export class ListPromises {
  constructor(
    private readonly store: PromiseStore,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, plant: string): Promise<PromiseList> {
    this.access.require(actor, 'incident.read', plant)
    const open = await this.store.listOpen(plant)
    return { promises: open.sort((a, b) => a.until - b.until) }
  }
}
