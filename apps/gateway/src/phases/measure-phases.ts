import { Injectable } from '@nestjs/common'
import { Refused, type PhaseTimes, type PhaseTimesQuery } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import { phaseTimes, zonesOf } from '@genba/playbook'
import { GetRoster } from '../duty/get-roster.js'
import { Plants } from '../plants/plants.js'
import { ResponseStore } from '../responses/response.store.js'
import type { Person } from '../session/visitor.js'

const DAY_MS = 86_400_000
/** Responses in one question; the newest count. */
const RESPONSES_MAX = 1_000

@Injectable()
export class MeasurePhases {
  constructor(
    private readonly plants: Plants,
    private readonly responses: ResponseStore,
    private readonly roster: GetRoster,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** The OODA clock of the last days, by zone and by shift. Drills are left out. Throws Refused NOT_FOUND. */
  async execute(actor: Person, id: string, { days }: PhaseTimesQuery): Promise<PhaseTimes> {
    this.access.require(actor, 'response.read', id)
    const plant = this.plants.get(id)
    if (!plant) throw new Refused('NOT_FOUND', { plant: id })
    const to = this.clock.now()
    const from = to - days * DAY_MS
    const [found, { roster }] = await Promise.all([
      this.responses.listClocks(id, from, RESPONSES_MAX + 1),
      this.roster.execute(actor, id),
    ])
    const clocked = found.slice(0, RESPONSES_MAX).map(({ clock, runs }) => ({
      clock,
      zonesOf: (loop: number) => runs.filter((run) => run.loop === loop).flatMap(zonesOf),
    }))
    const { timeZone } = plant
    return {
      ...{ from, to, isCut: found.length > RESPONSES_MAX },
      ...phaseTimes(clocked, { duties: roster.duties, timeZone, from, to }),
    }
  }
}
