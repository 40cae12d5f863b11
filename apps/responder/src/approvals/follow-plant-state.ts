import { Injectable } from '@nestjs/common'
import type { PlantDecision, Response } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { Plants } from '../plants/plants.js'
import { unchanged, type Change } from '../responses/change.js'
import { Loops } from '../responses/loops.js'
import { ResponseStore } from '../responses/response.store.js'
import { tightenWaiting } from '../responses/tighten-waiting.js'

/** The plant does something else now: approvals that wait there may need more or other people, never fewer. */
@Injectable()
export class FollowPlantState {
  constructor(
    private readonly responses: ResponseStore,
    private readonly loops: Loops,
    private readonly plants: Plants,
    private readonly clock: Clock,
  ) {}

  async execute({ plant, what: { state } }: PlantDecision): Promise<void> {
    await this.plants.refresh()
    for (const id of await this.responses.openOf(plant))
      await this.responses.change(id, (response) => this.tighten(response, state))
  }

  private async tighten(response: Response, state: PlantDecision['what']['state']): Promise<Change | undefined> {
    const stakes = { safety: response.impact?.importance.s ?? 'high', plantState: state } as const
    const before = unchanged(response)
    const playbook = await this.loops.playbookOf(response)
    const change = tightenWaiting(before, playbook, stakes, { now: this.clock.now(), state })
    return change.told.length > 0 ? change : undefined
  }
}
