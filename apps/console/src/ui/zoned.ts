const MINUTE_CHARS = 16

/** A moment as `2026-11-24T10:50` in a time zone: what a date field takes. No moment (NaN) is the empty field. */
export function zonedText(at: number, timeZone: string): string {
  if (Number.isNaN(at)) return ''
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, MINUTE_CHARS)
}

/** The moment of such a text; NaN when it is none. A time that summer time skips is taken as the one after. */
export function zonedMoment(text: string, timeZone: string): number {
  const asUtc = Date.parse(`${text}Z`)
  if (Number.isNaN(asUtc)) return Number.NaN
  const near = asUtc - offsetAt(asUtc, timeZone)
  return asUtc - offsetAt(near, timeZone)
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const whole = Math.floor(at / 1_000) * 1_000
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(whole)
  return Date.parse(`${text.replace(' ', 'T')}Z`) - whole
}
