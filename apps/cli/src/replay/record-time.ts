import { never, type Relayed } from '@genba/contracts'

type Content = Relayed['record']
type Source = Relayed['source']

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** `May 18 07:00:09`, with or without a priority before it (RFC 3164), or with the year after the day (Cisco ASA). */
const BSD = /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d{2}):(\d{2}):(\d{2})/
const RFC5424 = /^(?:<\d{1,3}>)?1 (\d{4}-\d{2}-\d{2}T\S+)/
const DAY_MS = 86_400_000

/** The record's own time in milliseconds since 1970; undefined where it has none that can be read. `now` gives syslog its year. */
export function timeOf(source: Source, record: Content, now: number): number | undefined {
  if (typeof record === 'string') return source === 'syslog' ? syslogTime(record, now) : undefined
  switch (source) {
    case 'suricata':
      return momentOf(record.timestamp)
    case 'genba':
    case 'measurement':
      return momentOf(record.at)
    case 'syslog':
      return undefined
    default:
      return never(source)
  }
}

/** The same record moved by `deltaMs`, each time in it; what has none is given back as it is. */
export function shiftRecord(source: Source, record: Content, deltaMs: number, now: number): Content {
  if (typeof record === 'string') return source === 'syslog' ? shiftSyslog(record, deltaMs, now) : record
  if (source === 'suricata') return shiftEve(record, deltaMs)
  return 'at' in record ? { ...record, at: shiftMoment(record.at, deltaMs) } : record
}

/** ISO 8601 (also with `+0000`) or milliseconds. */
export function momentOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return undefined
  const at = Date.parse(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(at) ? undefined : at
}

function syslogTime(line: string, now: number): number | undefined {
  const modern = RFC5424.exec(line)
  if (modern !== null) return momentOf(modern[1])
  const bsd = BSD.exec(line)
  const month = MONTHS.indexOf(bsd?.[1] ?? '')
  if (bsd === null || month < 0) return undefined
  const [day, hour, minute, second] = [bsd[2], bsd[4], bsd[5], bsd[6]].map(Number)
  const inYear = (year: number) => Date.UTC(year, month, day, hour, minute, second)
  if (bsd[3] !== undefined) return inYear(Number(bsd[3]))
  const thisYear = new Date(now).getUTCFullYear()
  // Without a year it is the latest that lies not in the future; a day of grace for clocks east of UTC.
  return inYear(thisYear) > now + DAY_MS ? inYear(thisYear - 1) : inYear(thisYear)
}

function shiftSyslog(line: string, deltaMs: number, now: number): string {
  const at = syslogTime(line, now)
  if (at === undefined) return line
  const modern = RFC5424.exec(line)?.[1]
  if (modern !== undefined) return line.replace(modern, String(shiftMoment(modern, deltaMs)))
  const day = new Date(at + deltaMs)
  return line.replace(BSD, (whole, _month, _day, year: string | undefined) => {
    const priority = /^<\d{1,3}>/.exec(whole)?.[0] ?? ''
    const date = `${MONTHS[day.getUTCMonth()]} ${String(day.getUTCDate()).padStart(2, ' ')}`
    return `${priority}${date} ${year === undefined ? '' : `${day.getUTCFullYear()} `}${day.toISOString().slice(11, 19)}`
  })
}

function shiftEve(record: Record<string, unknown>, deltaMs: number): Record<string, unknown> {
  const flow = record.flow as Record<string, unknown> | undefined
  const moved = { ...record, timestamp: shiftMoment(record.timestamp, deltaMs) }
  if (flow === null || typeof flow !== 'object') return moved
  const times = Object.fromEntries(
    ['start', 'end'].filter((key) => key in flow).map((key) => [key, shiftMoment(flow[key], deltaMs)]),
  )
  return { ...moved, flow: { ...flow, ...times } }
}

/** Keeps the digits below the millisecond and the zone's way of writing; UTC afterwards. */
function shiftMoment(value: unknown, deltaMs: number): unknown {
  const at = momentOf(value)
  if (at === undefined) return value
  if (typeof value === 'number') return at + deltaMs
  const micros = /\.\d{3}(\d+)/.exec(String(value))?.[1] ?? ''
  const zone = /[+-]\d{4}$/.test(String(value)) ? '+0000' : 'Z'
  return `${new Date(at + deltaMs).toISOString().slice(0, -1)}${micros}${zone}`
}
