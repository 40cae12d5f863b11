import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import {
  PLOT_AROUND_MS,
  Refused,
  zoneId,
  type IncidentMeasurements,
  type Measurement,
  type MeasurementsQuery,
} from '@genba/contracts'
import { Access, Clock, Kafka, LOG, readMessage, type Log, type Slices } from '@genba/platform'
import { IncidentStore } from '../incidents/incident.store.js'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { Plotted } from './plotted.js'

/** Values may come so much later than they were measured. */
const LATE_MS = 300_000
/** An answer comes within this, with what was read until then. */
const ANSWER_MS = 2_000
const ZONES_MAX = 5
/** Messages read at once. */
const CHUNK = 2_000

type Span = { from: number; until: number }

/** Measured and set values around an incident (guideline 3.3(1)A), from the topic: nothing else keeps them. */
@Injectable()
export class ListMeasurements implements OnModuleDestroy {
  private readonly slices: Slices

  constructor(
    kafka: Kafka,
    private readonly incidents: IncidentStore,
    private readonly clock: Clock,
    private readonly access: Access,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.slices = kafka.slices('measurement.v1')
  }

  onModuleDestroy(): Promise<void> {
    return this.slices.close()
  }

  /** Throws Refused ENGINE_AWAY when Kafka does not answer. */
  async execute(actor: Person, { id, plant }: Located, query: MeasurementsQuery): Promise<IncidentMeasurements> {
    this.access.require(actor, 'incident.read', plant)
    const incident = await this.incidents.get(id)
    if (!incident) throw new Refused('NOT_FOUND', { incident: id })
    const from = query.from ?? Math.max(0, incident.openedAt - PLOT_AROUND_MS)
    const until = query.until ?? Math.min(this.clock.now(), incident.lastAt + PLOT_AROUND_MS)
    const plotted = new Plotted(from, until)
    const overAt = this.clock.now() + ANSWER_MS
    const unread = incident.zones.slice(ZONES_MAX)
    for (const zone of incident.zones.slice(0, ZONES_MAX)) {
      const take = (value: Measurement): void => {
        if (value.plant === plant && value.zone === zone && value.drill === incident.drill) plotted.take(value)
      }
      if (!(await this.read(zoneId(plant, zone), { from, until }, overAt, take))) unread.push(zone)
    }
    return { from, until, ...plotted.result(), unread }
  }

  /** Whether the zone was read to the end. */
  private async read(
    key: string,
    { from, until }: Span,
    overAt: number,
    take: (value: Measurement) => void,
  ): Promise<boolean> {
    try {
      for (const { partition, from: begin, end } of await this.slices.locate(from, until + LATE_MS, key))
        for (let at = begin; at < end; at += CHUNK) {
          if (this.clock.now() >= overAt) return false
          const slice = { partition, from: at, end: Math.min(end, at + CHUNK) }
          for (const { value } of (await this.slices.read([slice])).get(partition) ?? []) {
            const read = readMessage<'measurement.v1'>(value)
            if (read) take(read)
          }
        }
      return true
    } catch (cause) {
      this.log.warn({ err: cause, key }, 'could not read measurements')
      throw new Refused('ENGINE_AWAY', {}, { cause })
    }
  }
}
