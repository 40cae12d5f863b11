import { Inject, Injectable } from '@nestjs/common'
import { Refused, type Lifecycle } from '@genba/contracts'
import { close } from '@genba/correlation'
import { LOG, type Log } from '@genba/platform'
import { IncidentStore } from './incident.store.js'
import { PlantIncidents } from './plant-incidents.js'

const ATTEMPTS_MAX = 10

/** Closes the incident that a person closed; may you was asked by the gateway, which alone writes lifecycle.v1. */
@Injectable()
export class CloseIncident {
  constructor(
    private readonly store: IncidentStore,
    private readonly known: PlantIncidents,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async execute(lifecycle: Lifecycle): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const incident = await this.store.get(lifecycle.incident)
      if (!incident) {
        this.log.warn(
          { incident: lifecycle.incident, lifecycle: lifecycle.id },
          'an incident was closed that is not there',
        )
        return
      }
      const closed = close(incident, lifecycle)
      if (!closed) return
      try {
        this.known.put(await this.store.putClosed(closed, lifecycle))
        return
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'CHANGED_MEANWHILE') throw error
      }
    }
    throw new Error(`incident ${lifecycle.incident}: overtaken ${ATTEMPTS_MAX} times`)
  }
}
