import { Injectable } from '@nestjs/common'
import type { Incident } from '@genba/contracts'
import type { Change } from '../responses/change.js'
import { Steps, type Walk } from './steps.js'
import { isAtHand } from './task.js'
import { Works } from './works.js'

/**
 * A new response's first steps, before it is written: an automatic one is written once, when it has ended. Until then nobody knows of
 * it and nothing has reached out, so a process that ends meanwhile leaves nothing behind and the incident's message comes again.
 */
@Injectable()
export class Ahead {
  constructor(
    private readonly steps: Steps,
    private readonly works: Works,
  ) {}

  /** As far as it goes at once. A step that fails is left as it was found: its job comes to the same and has tries of its own. */
  async execute(opened: Change, incident: Incident): Promise<Walk> {
    let walk = await this.steps.open(opened, incident)
    try {
      while (walk.task && isAtHand(walk.task))
        walk = await this.steps.goOn(walk, walk.task, await this.works.do(walk.task))
      return walk
    } catch {
      return walk
    }
  }
}
