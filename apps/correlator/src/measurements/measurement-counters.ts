import { Injectable } from '@nestjs/common'
import type { Alert } from '@genba/contracts'
import { Metrics } from '@genba/platform'
import type { MeasurementCounts } from './watched-zones.js'

/** What became of measurements, as metrics. */
@Injectable()
export class MeasurementCounters {
  private readonly measurements
  private readonly evicted
  private readonly alerts
  private readonly accepted

  constructor(metrics: Metrics) {
    this.measurements = metrics.counter('correlator_measurements_total', 'Measurements, by what became of them', ['as'])
    this.evicted = metrics.counter('correlator_watch_evicted_total', 'What bounds of the detectors have let go', [
      'what',
    ])
    this.accepted = metrics.counter(
      'correlator_changes_accepted_total',
      'Set values and commands that a maintenance window accepted',
    )
    this.alerts = metrics.counter('correlator_anomalies_total', 'Alerts raised by detectors', ['rule', 'state'])
  }

  take(counts: MeasurementCounts): void {
    const { samples, late, repeated, unusable, withoutDetectors, forced, unwatched, muted, accepted, evictedZones } =
      counts
    this.measurements.inc({ as: 'read' }, samples + withoutDetectors)
    for (const [as, count] of Object.entries({ late, repeated, unusable, withoutDetectors }))
      this.measurements.inc({ as }, count)
    this.accepted.inc(accepted ?? 0)
    for (const [what, count] of Object.entries({ forced, unwatched, muted, zones: evictedZones }))
      this.evicted.inc({ what }, count)
  }

  raised(alerts: readonly Alert[]): void {
    for (const { rule, fields } of alerts) this.alerts.inc({ rule, state: String(fields['state']) })
  }
}
