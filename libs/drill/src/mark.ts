import type { AlertInput, Relayed } from '@genba/contracts'

/** Suricata's 1 to 3 on Genba's scale. */
const SEVERITY: Record<number, number> = { 1: 80, 2: 50, 3: 20 }

type Sent = Pick<Relayed, 'source' | 'record'>

/**
 * The record with the drill's id on it. A drill's alert without the mark would open a real incident, and EVE and syslog have no place
 * for one: EVE alerts go out in Genba's own schema instead; what is no alert, and syslog, stays away (undefined).
 */
export function markAsDrill({ source, record }: Sent, drill: string): Sent | undefined {
  if (typeof record === 'string') return undefined
  if (source !== 'suricata') return { source, record: { ...record, drill } }
  const alert = record.alert as { signature: string; signature_id: number; severity: number } | undefined
  if (alert === undefined) return undefined
  const own = {
    name: alert.signature,
    severity: SEVERITY[alert.severity] ?? 5,
    at: String(record.timestamp).replace('+0000', 'Z'),
    sensor: String(record.host),
    rule: `suricata:${alert.signature_id}`,
    kind: 'network',
    srcIp: String(record.src_ip),
    srcPort: Number(record.src_port),
    dstIp: String(record.dest_ip),
    dstPort: Number(record.dest_port),
    protocol: String(record.app_proto ?? record.proto).toLowerCase(),
    drill,
  } satisfies AlertInput
  return { source: 'genba', record: own }
}
