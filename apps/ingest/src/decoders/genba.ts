import { AlertInput, MeasurementInput, SEVERITY_WORDS, type Moment } from '@genba/contracts'
import type { z } from 'zod'
import type { Decoded } from './decoded.js'
import { rejectIssue } from './reject.js'

/** An alert in Genba's own schema (`AlertInput`). */
export function decodeGenba(record: unknown): Decoded {
  const read = AlertInput.safeParse(record)
  if (!read.success) return rejectIssue(read.error)
  const { id, severity, at, srcIp, srcPort, srcMac, dstIp, dstPort, dstMac, kind, rule, fields, ...same } = read.data
  const src = endpoint(srcIp, srcPort, srcMac)
  const dst = endpoint(dstIp, dstPort, dstMac)
  return {
    is: 'alert',
    draft: {
      ...same,
      givenId: id,
      saidAt: epochMs(at),
      severity: typeof severity === 'number' ? severity : SEVERITY_WORDS[severity],
      kind: kind ?? (src || dst ? 'network' : 'system'),
      rule: rule ?? `genba:${same.name}`,
      fields: fields ?? {},
      src,
      dst,
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

const epochMs = (at: z.infer<typeof Moment> | undefined): number | undefined => (typeof at === 'string' ? Date.parse(at) : at)

function endpoint(ip?: string, port?: number, mac?: string) {
  if (ip === undefined && port === undefined && mac === undefined) return undefined
  return { ...(ip === undefined ? {} : { ip }), ...(port === undefined ? {} : { port }), ...(mac === undefined ? {} : { mac }) }
}
