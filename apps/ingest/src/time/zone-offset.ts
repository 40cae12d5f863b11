const QUARTER_MS = 900_000

/** How far a time zone's wall clocks are ahead of UTC. Intl is slow, and an offset only changes at a quarter of an hour: one answer is kept. */
export function zoneOffset(timeZone: string): (at: number) => number {
  const format = formatFor(timeZone)
  let quarter = NaN
  let offsetMs = 0
  return (at) => {
    if (!format) return 0
    if (Math.floor(at / QUARTER_MS) === quarter) return offsetMs
    quarter = Math.floor(at / QUARTER_MS)
    const parts = Object.fromEntries(
      format.formatToParts(quarter * QUARTER_MS).map((part) => [part.type, Number(part.value)]),
    )
    const wall = Date.UTC(
      parts['year']!,
      parts['month']! - 1,
      parts['day'],
      parts['hour'],
      parts['minute'],
      parts['second'],
    )
    offsetMs = wall - quarter * QUARTER_MS
    return offsetMs
  }
}

/** Undefined for a zone that this Node does not know: its times are then read as UTC. */
function formatFor(timeZone: string): Intl.DateTimeFormat | undefined {
  const numeric = 'numeric'
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    })
  } catch {
    return undefined
  }
}
