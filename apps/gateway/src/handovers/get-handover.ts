import { Injectable } from '@nestjs/common'
import type { HandoverPage } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { HandoverStore } from './handover.store.js'
import { MakeSheet } from './make-sheet.js'

const SIGNED_MAX = 20

@Injectable()
export class GetHandover {
  constructor(
    private readonly handovers: HandoverStore,
    private readonly makeSheet: MakeSheet,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, plant: string): Promise<HandoverPage> {
    this.access.require(actor, 'incident.read', plant)
    const [now, signed] = await Promise.all([
      this.makeSheet.execute(actor, plant),
      this.handovers.list(plant, SIGNED_MAX),
    ])
    return { now, signed }
  }
}
