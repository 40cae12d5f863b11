import { z } from 'zod'

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const SHORT = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/
const ISO = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** `500ms`, `10s`, `5m`, `1h`, `2d` or ISO 8601 `PT5M`, `P2D`; milliseconds once read. Months and years have no fixed length and are refused. */
export const Duration = z.string().transform((text, context) => {
  const spanMs = spanOf(text)
  if (spanMs !== undefined) return spanMs
  context.addIssue({ code: 'custom', message: `"${text}": use ms, s, m, h or d as in 10s, or ISO 8601 as in PT10S` })
  return z.NEVER
})

function spanOf(text: string): number | undefined {
  const short = SHORT.exec(text)
  if (short) return Math.round(Number(short[1]) * UNIT_MS[short[2] as keyof typeof UNIT_MS])
  const iso = text === 'P' ? null : ISO.exec(text)
  if (!iso) return undefined
  const [days, hours, minutes, seconds] = iso.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ]
  return Math.round(days * UNIT_MS.d + hours * UNIT_MS.h + minutes * UNIT_MS.m + seconds * UNIT_MS.s)
}
