import { Injectable } from '@nestjs/common'
import { noCounts, takeTold, type PartitionState } from '@genba/correlation'
import { Metrics } from '@genba/platform'

/** What the engine counted, as metrics. */
@Injectable()
export class Counters {
  private readonly alerts
  private readonly evicted
  private readonly signals
  private readonly alarms
  private readonly acknowledged

  constructor(metrics: Metrics) {
    this.alerts = metrics.counter('correlator_alerts_total', 'Alerts read, by what became of them', ['as'])
    this.evicted = metrics.counter('correlator_evicted_total', 'What bounds of memory have let go', ['what'])
    this.signals = metrics.counter('correlator_signals_total', 'Signals told, and how many fired', ['as'])
    this.alarms = metrics.counter('correlator_alarm_changes_total', 'What happened to alarms beside their alerts', [
      'is',
    ])
    this.acknowledged = metrics.counter(
      'correlator_acknowledgements_total',
      'Acknowledgements by their outcome; unknown are also those of alarms of other partitions',
      ['as'],
    )
  }

  /** Adds what was counted since the last time. */
  take(state: PartitionState): void {
    const { alerts, duplicates, late, broken, fired, evicted, acknowledged } = state.counts
    state.counts = noCounts()
    this.alerts.inc({ as: 'read' }, alerts)
    this.alerts.inc({ as: 'duplicate' }, duplicates)
    this.alerts.inc({ as: 'late' }, late)
    this.alerts.inc({ as: 'broken' }, broken)
    this.signals.inc({ as: 'fired' }, fired)
    for (const [as, count] of Object.entries(acknowledged)) this.acknowledged.inc({ as }, count)
    for (const [what, count] of Object.entries(evicted)) this.evicted.inc({ what }, count)
    for (const { is } of takeTold(state.alarms)) this.alarms.inc({ is })
  }

  told(signals: number): void {
    this.signals.inc({ as: 'told' }, signals)
  }
}
