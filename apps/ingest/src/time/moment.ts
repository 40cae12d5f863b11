const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))? ?(?:([Zz])|([+-])(\d\d):?(\d\d))?$/
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WALL = /^([A-Za-z]{3}) {1,2}(\d{1,2})(?: (\d{4}))? (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?/
const MINUTE_MS = 60_000

/** A clock's face: no zone, and in RFC 3164 no year either. */
export type WallTime = {
  year?: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  ms: number
}

/** Milliseconds since 1970 of an ISO 8601 time, with or without the colon in its offset; without an offset it is UTC. Undefined when it is no time. */
export function isoMs(text: string): number | undefined {
  const [all, year, month, day, hour, minute, second, fraction, , sign, offsetHour, offsetMinute] = ISO.exec(text) ?? []
  if (all === undefined) return undefined
  const wall = {
    year: +year!,
    month: +month! - 1,
    day: +day!,
    hour: +hour!,
    minute: +minute!,
    second: +second!,
    ms: millis(fraction),
  }
  const ahead = sign ? (sign === '-' ? -1 : 1) * (+offsetHour! * 60 + +offsetMinute!) * MINUTE_MS : 0
  const at = wallMs(wall, wall.year, ahead)
  return at === undefined || at < 0 ? undefined : at
}

/** The time at the beginning of a syslog line as RFC 3164 and Cisco write it: `May 18 07:00:00`, `Aug 05 2016 01:02:25`. */
export function readWallTime(text: string): { wall: WallTime; length: number } | undefined {
  const [all, name, day, year, hour, minute, second, fraction] = WALL.exec(text) ?? []
  const month = MONTHS.indexOf(name?.toLowerCase() ?? '')
  if (all === undefined || month < 0) return undefined
  const wall = { month, day: +day!, hour: +hour!, minute: +minute!, second: +second!, ms: millis(fraction) }
  return { wall: year === undefined ? wall : { ...wall, year: +year }, length: all.length }
}

/**
 * A wall time as the moment nearest to its receipt: a missing year is the receipt's or, around New Year, its neighbour; a missing zone
 * is the plant's or UTC, since devices are set to either. Undefined for a date that does not exist.
 */
export function nearestMoment(wall: WallTime, receipt: { at: number; offsetMs: number }): number | undefined {
  const year = new Date(receipt.at).getUTCFullYear()
  const years = wall.year === undefined ? [year, year - 1, year + 1] : [wall.year]
  let nearest: number | undefined
  for (const each of years)
    for (const offsetMs of receipt.offsetMs === 0 ? [0] : [receipt.offsetMs, 0]) {
      const at = wallMs(wall, each, offsetMs)
      if (at === undefined || at < 0) continue
      if (nearest === undefined || Math.abs(at - receipt.at) < Math.abs(nearest - receipt.at)) nearest = at
    }
  return nearest
}

/** Date.UTC carries 30 February over into March; a device that says so has no usable clock. */
function wallMs(wall: WallTime, year: number, offsetMs: number): number | undefined {
  const { month, day, hour, minute, second, ms } = wall
  if (month < 0 || month > 11 || hour > 23 || minute > 59 || second > 60) return undefined
  const daysInMonth =
    month === 1
      ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
        ? 29
        : 28
      : [3, 5, 8, 10].includes(month)
        ? 30
        : 31
  if (day < 1 || day > daysInMonth) return undefined
  return Date.UTC(year, month, day, hour, minute, second, ms) - offsetMs
}

const millis = (fraction: string | undefined): number =>
  fraction === undefined ? 0 : +fraction.slice(0, 3).padEnd(3, '0')
