/** Units of a span, largest first. */
export type SpanUnit = 'd' | 'h' | 'm' | 's'

const SECOND_MS = 1_000
const UNITS: readonly [SpanUnit, number][] = [
  ['d', 86_400 * SECOND_MS],
  ['h', 3_600 * SECOND_MS],
  ['m', 60 * SECOND_MS],
  ['s', SECOND_MS],
]

/** A span in at most its two largest units: `2時間5分`, `2 h 5 min`. Negative spans count as zero. */
export function spanText(ms: number, unitText: (unit: SpanUnit, n: number) => string, joint: string): string {
  let rest = Math.max(0, ms)
  const parts = UNITS.map(([unit, size]): [SpanUnit, number] => {
    const n = Math.floor(rest / size)
    rest -= n * size
    return [unit, n]
  })
  const first = parts.findIndex(([, n]) => n > 0)
  if (first === -1) return unitText('s', 0)
  return parts
    .slice(first, first + 2)
    .filter(([, n]) => n > 0)
    .map(([unit, n]) => unitText(unit, n))
    .join(joint)
}

/** A running clock: `4:05`, `1:02:09`, `3d 04:10`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / SECOND_MS)
  const two = (n: number): string => String(n).padStart(2, '0')
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor(seconds / 3_600) % 24
  const minutes = Math.floor(seconds / 60) % 60
  if (days > 0) return `${days}d ${two(hours)}:${two(minutes)}`
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(language: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}|${timeZone}|${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, { ...options, timeZone, hourCycle: 'h23' })
  formats.set(key, known)
  return known
}

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
const DAY = { month: '2-digit', day: '2-digit' } as const

/** Time of day in the plant's zone, with the day in front when it is not the day of `now`. */
export function timeText(at: number, now: number, language: string, timeZone: string): string {
  const day = format(language, timeZone, { ...DAY, year: 'numeric' })
  const time = format(language, timeZone, TIME).format(at)
  if (day.format(at) === day.format(now)) return time
  return `${format(language, timeZone, DAY).format(at)} ${time}`
}

/** Date and time in the plant's zone, to the second. */
export const momentText = (at: number, language: string, timeZone: string): string =>
  format(language, timeZone, { ...DAY, year: 'numeric', ...TIME }).format(at)

/** The zone as people know it with its distance to UTC: `Asia/Tokyo (GMT+9)`. */
export function zoneText(at: number, timeZone: string): string {
  const parts = format('en', timeZone, { timeZoneName: 'shortOffset' }).formatToParts(at)
  return `${timeZone} (${parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC'})`
}

export const numberText = (value: number, language: string): string => new Intl.NumberFormat(language).format(value)

const SIZES = ['B', 'KiB', 'MiB'] as const

/** A size in its largest unit: `12 KiB`, `3.5 MiB`. */
export function bytesText(bytes: number): string {
  const step = bytes < 1_024 ? 0 : bytes < 1_024 ** 2 ? 1 : 2
  const size = bytes / 1_024 ** step
  return `${step > 0 && size < 10 ? Number(size.toFixed(1)) : Math.round(size)} ${SIZES[step]}`
}
