import { Injectable } from '@nestjs/common'
import { Refused, type CreateSourceInput, type NewKey, type Source } from '@genba/contracts'
import { Access, AuditChain, Clock } from '@genba/platform'
import { Plants } from '../plants/plants.js'
import type { Person } from '../session/visitor.js'
import { hashKey, newKey, rowOf } from './key.js'
import { SourceStore } from './source.store.js'

@Injectable()
export class CreateSource {
  constructor(
    private readonly sources: SourceStore,
    private readonly plants: Plants,
    private readonly audit: AuditChain,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Its key is told here and never again. Throws Refused NAME_TAKEN, and BAD_INPUT for a zone that the plant does not have. */
  async execute(actor: Person, plant: string, { name, defaultZone }: CreateSourceInput): Promise<NewKey> {
    this.access.require(actor, 'source.write', plant)
    const hasZone = this.plants.get(plant)?.zones.some(({ id }) => id === defaultZone)
    if (defaultZone && !hasZone) throw new Refused('BAD_INPUT', { at: 'defaultZone' })
    if (await this.sources.get(name)) throw new Refused('NAME_TAKEN', { at: 'name' })
    const key = newKey()
    const now = this.clock.now()
    const source: Source = {
      v: 1,
      name,
      plant,
      keyHash: hashKey(key),
      keyAt: now,
      ...(defaultZone ? { defaultZone } : {}),
    }
    const entry = { at: now, by: actor.user, action: 'source.created', subject: name, detail: { plant } }
    await this.audit.append(`source.created~${name}~${now}`, entry)
    await this.sources.insert(source)
    return { source: rowOf(source, now), key }
  }
}
