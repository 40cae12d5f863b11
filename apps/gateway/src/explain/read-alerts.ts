import { Inject, Injectable } from '@nestjs/common'
import { alertKeySince, PackedAlert, Refused, zonesBeside, type Alert, type Plant } from '@genba/contracts'
import { Clock, Kafka, LOG, readAlertMessage, type Log } from '@genba/platform'
import type { GatewayConfig } from '../config.js'
import { GATEWAY_CONFIG } from '../tokens.js'
import { KeptAlerts } from './kept-alerts.js'

/** Explanations that read at the same time: each is a Kafka consumer of its own. */
const READERS_MAX = 4

/** How far back an alert is looked for when nobody says when it came. */
const LOOKBACK_MS = 86_400_000

/** Where an alert may be: its zone in the plant's `model`, and the times of receipt between which it and what matters to it came; else the last day. */
export type Place = {
  plant: string
  model: Plant | undefined
  zone: string
  id: string
  from?: number | undefined
  until?: number | undefined
}
/** `until`: up to when was read, by the clock of receipt. */
export type Around = { alerts: Alert[]; isCut: boolean; until: number }

/** Reads the alerts of one operator position, a zone's or its desk's, around one of them from alert.v1, the only place that has them all. */
@Injectable()
export class ReadAlerts {
  private readers = 0

  constructor(
    private readonly kafka: Kafka,
    private readonly clock: Clock,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Undefined when the topic does not have the alert there. Throws Refused TOO_MANY, or ENGINE_AWAY when Kafka does not answer. */
  async execute({ plant, model, zone, id, from, until }: Place): Promise<Around | undefined> {
    if (this.readers >= READERS_MAX) throw new Refused('TOO_MANY', { readers: READERS_MAX })
    this.readers++
    const now = this.clock.now()
    const since = from ?? now - LOOKBACK_MS
    const key = alertKeySince(model, { plant, zone }, since)
    const zones = zonesBeside(model, zone)
    const kept = new KeptAlerts(id, this.config.EXPLAIN_ALERTS_MAX)
    try {
      const end = await this.kafka.scan({
        topic: 'alert.v1',
        ...(key === undefined ? {} : { key }),
        from: since,
        until: until ?? now,
        timeMs: this.config.EXPLAIN_MS,
        onValue: (value, isPack) => {
          for (const alert of readAlertMessage(value, isPack))
            if (alert.plant === plant && zones.includes(alert.zone))
              kept.take(alert instanceof PackedAlert ? alert.whole() : alert)
          return !kept.isFull
        },
      })
      return kept.isFound
        ? {
            alerts: kept.alerts,
            until: Math.min(until ?? now, now),
            isCut: kept.isCut || end === 'stopped' || end === 'time',
          }
        : undefined
    } catch (cause) {
      this.log.warn({ err: cause, plant, zone }, 'could not read alerts for an explanation')
      throw new Refused('ENGINE_AWAY', {}, { cause })
    } finally {
      this.readers--
    }
  }
}
