import { isIP } from 'node:net'
import { z } from 'zod'
import { isoMs } from '../time/moment.js'
import { NAME_MAX_CHARS, type Decoded } from './decoded.js'
import { flatten } from './flatten.js'
import { rejectIssue } from './reject.js'
import { serverSide } from './server-side.js'

const Address = z.string().refine((text) => isIP(text) !== 0, 'not an IP address')
const Port = z.number().int().min(0).max(65535)

/** The part of an EVE alert that Genba reads (Suricata 7: EVE JSON format, alert). */
const EveAlert = z.object({
  timestamp: z.string(),
  src_ip: Address.optional(),
  src_port: Port.optional(),
  dest_ip: Address.optional(),
  dest_port: Port.optional(),
  proto: z.string().max(50).optional(),
  app_proto: z.string().max(50).optional(),
  host: z.string().min(1).max(200).optional(),
  direction: z.string().optional(),
  flow: z.object({ src_ip: z.string().optional(), src_port: z.number().optional() }).optional(),
  alert: z.object({
    signature_id: z.number().int(),
    gid: z.number().int().optional(),
    signature: z.string().min(1),
    severity: z.number().int().optional(),
  }),
})
type EveAlert = z.infer<typeof EveAlert>

/** Suricata's priorities: 1 is its most urgent. Its own rules use 1 to 3, up to 255 is allowed. */
const SEVERITY: Record<number, number> = { 1: 80, 2: 50, 3: 20 }
const SEVERITY_LOWEST = 5

/**
 * One record of Suricata's eve.json. Only `alert` becomes an alert. `src` is the client and `dst` the server of the flow, whichever
 * of them sent the packet: a PLC's answer is about the PLC. The packet's own direction stays in `fields`.
 */
export function decodeEve(record: unknown): Decoded {
  const type = (record as { event_type?: unknown } | null)?.event_type
  if (typeof type !== 'string') return { is: 'rejected', reason: 'an EVE record has a text here', field: 'event_type' }
  if (type !== 'alert') return { is: 'ignored', type }
  const read = EveAlert.safeParse(record)
  if (!read.success) return rejectIssue(read.error)
  const eve = read.data
  const saidAt = isoMs(eve.timestamp)
  if (saidAt === undefined)
    return { is: 'rejected', reason: 'not a time such as 2026-05-18T07:00:00.000000+0000', field: 'timestamp' }
  const { gid = 1, signature_id: sid, signature, severity = 3 } = eve.alert
  const sent = end(eve.src_ip, eve.src_port)
  const received = end(eve.dest_ip, eve.dest_port)
  const isAnswer = serverSide(eve.src_port, eve.dest_port, saidServer(eve)) === 'first'
  return {
    is: 'alert',
    draft: {
      saidAt,
      ...(eve.host === undefined ? {} : { sensor: eve.host }),
      kind: 'network',
      rule: gid === 1 ? `suricata:${sid}` : `suricata:${gid}:${sid}`,
      name: signature.slice(0, NAME_MAX_CHARS),
      severity: SEVERITY[severity] ?? SEVERITY_LOWEST,
      ...protocolOf(eve),
      src: isAnswer ? received : sent,
      dst: isAnswer ? sent : received,
      fields: flatten(record as object),
    },
  }
}

/** Suricata's own word on who is the server. It guesses when it saw no handshake, so that a well-known port counts more. */
function saidServer(eve: EveAlert): 'first' | 'second' {
  if (eve.flow?.src_ip !== undefined && eve.flow.src_port !== undefined)
    return eve.flow.src_ip === eve.src_ip && eve.flow.src_port === eve.src_port ? 'second' : 'first'
  return eve.direction === 'to_client' ? 'first' : 'second'
}

function protocolOf(eve: EveAlert): { protocol?: string } {
  const named = eve.app_proto !== undefined && eve.app_proto !== 'failed' ? eve.app_proto : eve.proto
  return named === undefined ? {} : { protocol: named.toLowerCase() }
}

const end = (ip?: string, port?: number) =>
  ip === undefined ? undefined : { ip, ...(port === undefined ? {} : { port }) }
