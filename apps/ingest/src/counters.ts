import { Injectable } from '@nestjs/common'
import { Metrics } from '@genba/platform'
import type { Batch } from './read-batch.js'

/** What Suricata calls its records; a sender's own words would make as many time series as it likes. */
const EVE_TYPES = new Set(
  'anomaly arp bittorrent_dht dcerpc dhcp dnp3 dns drop enip fileinfo flow ftp ftp_data http http2 ike krb5 ldap mdns metadata modbus mqtt netflow nfs packetinfo pgsql pop3 quic rdp rfb sip smb smtp snmp ssh stats tftp tls websocket'.split(
    ' ',
  ),
)

/** Prometheus counters by result. */
@Injectable()
export class Counters {
  private readonly records
  private readonly ignored
  private readonly unplaced
  private readonly refused
  private readonly publishSeconds

  constructor(metrics: Metrics) {
    this.records = metrics.counter('ingest_records_total', 'Records by what became of them', ['kind', 'result'])
    this.ignored = metrics.counter('ingest_ignored_total', 'Records that are no alert, by their type', ['type'])
    this.unplaced = metrics.counter('ingest_unplaced_total', 'Accepted records that no address of the plant claims')
    this.refused = metrics.counter('ingest_refused_requests_total', 'Requests that were refused whole, by error code', [
      'code',
    ])
    this.publishSeconds = metrics.histogram(
      'ingest_publish_seconds',
      "Time until Kafka had a request's records",
      [0.005, 0.02, 0.1, 0.5, 2, 8],
    )
  }

  took(batch: Batch, publishMs: number): void {
    this.records.inc({ kind: 'alert', result: 'accepted' }, batch.alerts.length)
    this.records.inc({ kind: 'measurement', result: 'accepted' }, batch.measurements.length)
    this.records.inc({ kind: 'any', result: 'rejected' }, batch.rejected.length)
    for (const [type, times] of batch.ignored) {
      this.records.inc({ kind: 'any', result: 'ignored' }, times)
      this.ignored.inc({ type: EVE_TYPES.has(type) ? type : 'other' }, times)
    }
    this.unplaced.inc(batch.unplaced)
    this.publishSeconds.observe(publishMs / 1_000)
  }

  refusedWith(code: string): void {
    this.refused.inc({ code })
  }
}
