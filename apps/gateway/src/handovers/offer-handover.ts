import { Injectable } from '@nestjs/common'
import type { Handover, HandoverNote, Taken } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { HandoverStore } from './handover.store.js'
import { MakeSheet } from './make-sheet.js'
import { signed } from './signed.js'

/** Sheets that may still be waiting for somebody: the newest of a plant. */
const LOOKED_AT = 20

@Injectable()
export class OfferHandover {
  constructor(
    private readonly handovers: HandoverStore,
    private readonly makeSheet: MakeSheet,
    private readonly access: Access,
  ) {}

  /** Signs the sheet as it is now; one that waited until now is replaced by it. */
  async execute(actor: Person, plant: string, { note }: HandoverNote): Promise<Taken> {
    this.access.require(actor, 'handover.sign', plant)
    const sheet = await this.makeSheet.execute(actor, plant)
    const id = `${plant}~${sheet.at}~${actor.user}`
    const handover: Handover = {
      v: 1,
      id,
      version: 0,
      plant,
      state: 'offered',
      sheet,
      offered: { user: actor.user, at: sheet.at, note },
    }
    for (const before of await this.handovers.list(plant, LOOKED_AT)) {
      if (before.state !== 'offered') continue
      await this.handovers.put({ ...before, state: 'replaced' }, [signed('replaced', before, actor, sheet.at)])
    }
    await this.handovers.put(handover, [signed('offered', handover, actor, sheet.at)])
    return { id }
  }
}
