import { AlertInput, MeasurementInput, SEVERITY_WORDS, type Endpoint, type Moment } from '@genba/contracts'
import type { z } from 'zod'
import type { Decoded } from './decoded.js'
import { rejectIssue } from './reject.js'

/** An alert in Genba's own schema (`AlertInput`). */
export function decodeGenba(record: unknown): Decoded {
  const read = AlertInput.safeParse(record)
  if (!read.success) return rejectIssue(read.error)
  const input = read.data
  const { severity } = input
  const src = endpoint(input.srcIp, input.srcPort, input.srcMac)
  const dst = endpoint(input.dstIp, input.dstPort, input.dstMac)
  // Field by field: rest and spread would make a slow object of every alert.
  return {
    is: 'alert',
    draft: {
      givenId: input.id,
      saidAt: epochMs(input.at),
      sensor: input.sensor,
      kind: input.kind ?? (src || dst ? 'network' : 'system'),
      rule: input.rule ?? `genba:${input.name}`,
      name: input.name,
      severity: typeof severity === 'number' ? severity : SEVERITY_WORDS[severity],
      protocol: input.protocol,
      src,
      dst,
      fields: input.fields ?? {},
      zone: input.zone,
      asset: input.asset,
      drill: input.drill,
    },
  }
}

/** A sampled value in Genba's own schema (`MeasurementInput`). */
export function decodeMeasurement(record: unknown): Decoded {
  const read = MeasurementInput.safeParse(record)
  if (!read.success) return rejectIssue(read.error)
  const { id, at, quality, ...same } = read.data
  return { is: 'measurement', draft: { ...same, givenId: id, saidAt: epochMs(at), quality: quality ?? 'good' } }
}

const epochMs = (at: z.infer<typeof Moment> | undefined): number | undefined =>
  typeof at === 'string' ? Date.parse(at) : at

function endpoint(ip: string | undefined, port: number | undefined, mac: string | undefined): Endpoint | undefined {
  if (ip === undefined && port === undefined && mac === undefined) return undefined
  const end: Endpoint = {}
  if (ip !== undefined) end.ip = ip
  if (port !== undefined) end.port = port
  if (mac !== undefined) end.mac = mac
  return end
}
