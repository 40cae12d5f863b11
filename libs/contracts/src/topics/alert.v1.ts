import { z } from 'zod'
import { EpochMs, Severity0to100 } from '../words.js'

export const Endpoint = z.object({
  ip: z.string().optional(),
  port: z.number().int().min(0).max(65535).optional(),
  mac: z.string().optional(),
  /** Placed by the plant's addresses; absent when no asset or zone of the plant has this address. */
  asset: z.string().optional(),
  zone: z.string().optional(),
})
export type Endpoint = z.infer<typeof Endpoint>

export const FIELDS_MAX = 64
export const ORIGINAL_MAX_CHARS = 4_096

/** Recorded when a sensor's report was accepted, by ingest, or when a detector found an anomaly in measurements, by the correlator; keyed by its operator position (`alertKey`). */
export const Alert = z.object({
  v: z.literal(1),
  /** Derived from source and source id (or the record's bytes), an anomaly's from series, detector and begin: a redelivery has the same id. */
  id: z.string(),
  /** The source whose API key sent it. */
  source: z.string(),
  /** What reported it: an IDS's name, a device's tag. Rules count distinct sensors by this. */
  sensor: z.string(),
  plant: z.string(),
  zone: z.string(),
  /** Absent when the zone is known but no asset has the address. */
  asset: z.string().optional(),
  /** Event time; what the source said, or the time of receipt when its clock is unusable (`clock`). */
  at: EpochMs,
  receivedAt: EpochMs,
  clock: z.enum(['source', 'received']),
  kind: z.enum(['network', 'process', 'system']),
  /** The sensor's own rule, e.g. `suricata:1111006`, `cef:radiflow/isid/101`, `anomaly:drift`. */
  rule: z.string(),
  name: z.string(),
  severity: Severity0to100,
  protocol: z.string().optional(),
  src: Endpoint.optional(),
  dst: Endpoint.optional(),
  /** The source's other fields, flattened to dotted names; Sigma selections read them. */
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Only on alerts of a drill. */
  drill: z.string().optional(),
  /** The record as it came, cut at ORIGINAL_MAX_CHARS. Absent on alerts in Genba's own schema. */
  original: z.string().optional(),
})
export type Alert = z.infer<typeof Alert>
