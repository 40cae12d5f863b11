import { Injectable } from '@nestjs/common'
import { Refused, type PlantDecision, type PlantStateInput, type Taken } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import { AHEAD_MS } from '../alarms/covering.js'
import { Plants } from '../plants/plants.js'
import type { Person } from '../session/visitor.js'
import { spansWith } from './plant-spans.js'
import { PlantStore } from './plant.store.js'
import { Who } from './who.js'

@Injectable()
export class SetPlantState {
  constructor(
    private readonly plants: PlantStore,
    private readonly snapshot: Plants,
    private readonly who: Who,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** What the plant does now, with the audit entry and the word to the responder in the same write. The same state again is taken and changes nothing. */
  async execute(actor: Person, id: string, { state, reason }: PlantStateInput): Promise<Taken> {
    this.access.require(actor, 'plant.state', id)
    const plant = await this.plants.get(id)
    if (!plant) throw new Refused('NOT_FOUND', { plant: id })
    const wish = `plant-state~${id}~${plant.version + 1}`
    if (plant.state === state) return { id: wish }
    const by = await this.who.decider(actor.user, id, true)
    const at = this.clock.now()
    const value: PlantDecision = { v: 1, id: wish, plant: id, by, at, what: { kind: 'plant-state', state, reason } }
    const detail = { from: plant.state, to: state, reason }
    const stateSpans = spansWith(plant, { from: at + AHEAD_MS, state })
    await this.plants.save({ ...plant, state, stateChange: { at, by: actor.user, reason }, stateSpans }, [
      { id: `audit~${wish}`, audit: { at, by: actor.user, action: 'plant.state', subject: id, detail } },
      { id: wish, topic: 'decision.v1', key: id, value },
    ])
    await this.snapshot.refresh()
    return { id: wish }
  }
}
