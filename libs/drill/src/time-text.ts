const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** Milliseconds since 1970 as ISO 8601 in UTC. */
export const isoTime = (at: number): string => new Date(at).toISOString()

/** As Suricata writes it: microseconds and `+0000`; `micros` are the three digits below the millisecond. */
export const eveTime = (at: number, micros = 0): string =>
  `${isoTime(at).slice(0, -1)}${String(micros).padStart(3, '0')}+0000`

/** RFC 3164 time in UTC: no year, the day padded with a blank. */
export function syslogTime(at: number): string {
  const day = new Date(at)
  return `${MONTHS[day.getUTCMonth()]} ${String(day.getUTCDate()).padStart(2, ' ')} ${isoTime(at).slice(11, 19)}`
}

/** `h:mm:ss`, as a firewall prints how long a connection lasted. */
export function spanText(spanMs: number): string {
  const seconds = Math.floor(spanMs / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
