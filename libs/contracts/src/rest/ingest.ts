import { z } from 'zod'
import { Name } from '../ids.js'
import { SeverityWord } from '../words.js'

const Address = z.union([z.ipv4(), z.ipv6()], { error: 'an IPv4 or IPv6 address' })
const Port = z.number().int().min(0).max(65535)
/** ISO 8601 with an offset, or milliseconds since 1970. */
export const Moment = z.union([z.iso.datetime({ offset: true }), z.number().int().positive()], {
  error: 'ISO 8601 with an offset, such as 2026-05-18T07:00:00Z, or milliseconds since 1970',
})

/** Genba's own alert schema: what a sender writes. Everything but the name and the severity can be left out. */
export const AlertInput = z.strictObject({
  id: z.string().min(1).max(200).optional(),
  name: z.string().min(1).max(500),
  severity: z.union([SeverityWord, z.number().int().min(0).max(100)], {
    error: 'one of info, low, medium, high, critical, or a whole number from 0 to 100',
  }),
  at: Moment.optional(),
  sensor: z.string().min(1).max(200).optional(),
  rule: z.string().min(1).max(200).optional(),
  kind: z.enum(['network', 'process', 'system']).optional(),
  zone: Name.optional(),
  asset: Name.optional(),
  srcIp: Address.optional(),
  srcPort: Port.optional(),
  srcMac: z.mac().optional(),
  dstIp: Address.optional(),
  dstPort: Port.optional(),
  dstMac: z.mac().optional(),
  protocol: z.string().max(50).optional(),
  fields: z.record(z.string().max(100), z.union([z.string().max(2000), z.number(), z.boolean()])).optional(),
  drill: Name.optional(),
})
export type AlertInput = z.infer<typeof AlertInput>

/** One sampled value as a sender writes it. */
export const MeasurementInput = z.strictObject({
  id: z.string().min(1).max(200).optional(),
  tag: z.string().min(1).max(200),
  kind: z.enum(['measured', 'set', 'command']),
  value: z.number(),
  unit: z.string().max(20).optional(),
  quality: z.enum(['good', 'uncertain', 'bad']).optional(),
  at: Moment.optional(),
  zone: Name.optional(),
  asset: Name.optional(),
  drill: Name.optional(),
})
export type MeasurementInput = z.infer<typeof MeasurementInput>

/**
 * A record with the time at which a relay received it (NDJSON): how captures are replayed with their own times.
 * `n` tells apart records that are the same to the byte.
 */
export const Relayed = z.strictObject({
  n: z.number().int().min(0).optional(),
  received_at: z.string(),
  source: z.enum(['suricata', 'syslog', 'genba', 'measurement']),
  record: z.union([z.string(), z.record(z.string(), z.unknown())]),
  /** The drill that the record belongs to: a scenario is played in the sensors' own formats, which have no word for it. */
  drill: Name.optional(),
})
export type Relayed = z.infer<typeof Relayed>

/** What became of each line. `ignored` are records that are no alert (EVE flow, dns …), counted by their type. */
export const IngestAnswer = z.object({
  accepted: z.number().int(),
  ignored: z.record(z.string(), z.number().int()),
  rejected: z.array(z.object({ line: z.number().int(), field: z.string().optional(), reason: z.string() })),
  /** Rejected lines beyond the first 1,000, which `rejected` does not list; absent when it lists them all. */
  rejectedMore: z.number().int().optional(),
  /** The ids of the first accepted lines, at most 100. */
  ids: z.array(z.string()),
})
export type IngestAnswer = z.infer<typeof IngestAnswer>

/** How the records of a body are written, where neither its content type nor the records themselves tell. */
export const INGEST_FORMATS = ['genba', 'eve', 'syslog', 'relayed'] as const

/** The doors of ingest for sensors and relays, each with Genba's own schema of one record; an API key of the source opens them. */
export const INGEST_ROUTES = {
  postAlerts: { path: '/v1/alerts', record: AlertInput },
  postMeasurements: { path: '/v1/measurements', record: MeasurementInput },
} as const
