import { Injectable } from '@nestjs/common'
import { noCounts, type PartitionState } from '@genba/correlation'
import { Metrics } from '@genba/platform'

/** What the engine counted, as metrics. */
@Injectable()
export class Counters {
  private readonly alerts
  private readonly evicted
  private readonly signals
  private readonly lag
  private readonly unreadable
  private readonly broken

  constructor(metrics: Metrics) {
    this.alerts = metrics.counter('correlator_alerts_total', 'Alerts read, by what became of them', ['as'])
    this.evicted = metrics.counter('correlator_evicted_total', 'What bounds of memory have let go', ['what'])
    this.signals = metrics.counter('correlator_signals_total', 'Signals told, and how many fired', ['as'])
    this.lag = metrics.gauge('correlator_lag', 'Alerts that wait in Kafka', ['partition'])
    this.unreadable = metrics.counter('correlator_unreadable_total', 'Messages that could not be read', ['topic'])
    this.broken = metrics.counter('correlator_broken_total', 'Alerts on which the engine broke')
  }

  /** Adds what was counted since the last time. */
  take(state: PartitionState): void {
    const { alerts, duplicates, late, fired, evicted } = state.counts
    state.counts = noCounts()
    this.alerts.inc({ as: 'read' }, alerts)
    this.alerts.inc({ as: 'duplicate' }, duplicates)
    this.alerts.inc({ as: 'late' }, late)
    this.signals.inc({ as: 'fired' }, fired)
    for (const [what, count] of Object.entries(evicted)) this.evicted.inc({ what }, count)
  }

  told(signals: number): void {
    this.signals.inc({ as: 'told' }, signals)
  }

  setLag(partition: number, alerts: number): void {
    this.lag.set({ partition: String(partition) }, alerts)
  }

  countUnreadable(topic: string): void {
    this.unreadable.inc({ topic })
  }

  countBroken(): void {
    this.broken.inc()
  }
}
