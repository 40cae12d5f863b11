import { Injectable } from '@nestjs/common'
import { may, type SourceList } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { rowOf } from './key.js'
import { SourceStore } from './source.store.js'

@Injectable()
export class ListSources {
  constructor(
    private readonly sources: SourceStore,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Person): Promise<SourceList> {
    this.access.require(actor, 'source.read')
    const own = (await this.sources.list()).filter(({ plant }) => may(actor, 'source.read', plant))
    const sources = own.map((source) => rowOf(source, this.clock.now()))
    return { sources: sources.sort((a, b) => a.plant.localeCompare(b.plant) || a.name.localeCompare(b.name)) }
  }
}
