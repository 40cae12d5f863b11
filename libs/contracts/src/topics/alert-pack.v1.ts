import { z } from 'zod'
import { conditionOf, type AlarmCondition } from './alert-condition.js'
import { Alert } from './alert.v1.js'

/** What alerts of one standing alarm have in common: said once in a pack. */
const Head = Alert.omit({
  v: true,
  id: true,
  at: true,
  receivedAt: true,
  fields: true,
  src: true,
  dst: true,
  original: true,
}).extend({
  /** What the alert says about its condition, so that nobody has to parse its rest for it; absent: `reported`. */
  condition: z.enum(['stands', 'returned']).optional(),
})
type Head = z.infer<typeof Head>
/** What differs from one to the next and is read only when a rule asks for it. */
type Rest = Pick<Alert, 'fields' | 'src' | 'dst' | 'original'>

/** Alerts in one message: at 10 µs each for the slowest rules, still far below a heartbeat. */
export const PACK_ALERTS_MAX = 2_000
/** Characters in one message: at most 400 kB of UTF-8, so that two of them fit into one record batch of Kafka's 1 MiB. */
export const PACK_CHARS_MAX = 131_072
/** `head, at − base, receivedAt − base, characters of the rest` of each alert. */
const COLUMNS = 4
/** Heads of one name that are looked through; one that was not found is written again. */
const LOOK_MAX = 32

/** The Kafka header of a message that is a pack; its value is the number of alerts. A message without it is one Alert. */
export const PACK_HEADER = 'pack'

/**
 * Recorded when one request brought several alerts for one partition of alert.v1, by ingest, keyed by the zone of its first. The message is this as
 * one line of JSON, a line feed, and the rests of all alerts (JSON of `fields`, `src`, `dst`, `original`) one behind the other. All of a zone's alerts
 * keep their order and their partition; a pack may hold several zones.
 */
export const AlertPack = z.object({
  v: z.literal(1),
  /** Epoch milliseconds that times are told from. */
  base: z.number().int(),
  heads: z.array(Head),
  ids: z.array(z.string()).max(PACK_ALERTS_MAX),
  /** Four numbers for each alert: index in `heads`, `at − base`, `receivedAt − base`, characters of its rest. */
  rows: z.array(z.number().int()),
})
export type AlertPack = z.infer<typeof AlertPack>

/** The alerts as messages' values in their order, `count` of each: packs, or the alert itself where it is alone. */
export function packAlerts(alerts: readonly Alert[]): { value: string; count: number; first: Alert }[] {
  const values: { value: string; count: number; first: Alert }[] = []
  for (let from = 0; from < alerts.length;) {
    const first = alerts[from] as Alert
    const { value, count } = packFrom(alerts, from)
    values.push({ value: count === 1 ? JSON.stringify(first) : value, count, first })
    from += count
  }
  return values
}

function packFrom(alerts: readonly Alert[], from: number): { value: string; count: number } {
  const base = (alerts[from] as Alert).at
  const ids: string[] = []
  const rows: number[] = []
  const heads: Head[] = []
  const byName = new Map<string, number[]>()
  let rests = ''
  let chars = 0
  for (let at = from; at < alerts.length && ids.length < PACK_ALERTS_MAX; at++) {
    const alert = alerts[at] as Alert
    const rest = JSON.stringify(restOf(alert))
    const known = findHead(heads, byName.get(alert.name), alert)
    const more = rest.length + alert.id.length + ROW_CHARS + (known < 0 ? HEAD_CHARS + alert.name.length : 0)
    if (chars + more > PACK_CHARS_MAX && ids.length > 0) break
    chars += more
    ids.push(alert.id)
    rests += rest
    rows.push(known < 0 ? addHead(heads, byName, alert) : known, alert.at - base, alert.receivedAt - base, rest.length)
  }
  return { value: `${JSON.stringify({ v: 1, base, heads, ids, rows })}\n${rests}`, count: ids.length }
}

const ROW_CHARS = 32
const HEAD_CHARS = 320

const restOf = ({ fields, src, dst, original }: Alert): Rest => ({
  fields,
  ...(src === undefined ? {} : { src }),
  ...(dst === undefined ? {} : { dst }),
  ...(original === undefined ? {} : { original }),
})

function findHead(heads: readonly Head[], candidates: readonly number[] | undefined, alert: Alert): number {
  const condition = told(alert)
  if (candidates)
    for (let at = candidates.length - 1; at >= 0 && at >= candidates.length - LOOK_MAX; at--) {
      const index = candidates[at] as number
      if (hasHead(alert, condition, heads[index] as Head)) return index
    }
  return -1
}

const hasHead = (alert: Alert, condition: Head['condition'], head: Head): boolean =>
  condition === head.condition &&
  alert.sensor === head.sensor &&
  alert.severity === head.severity &&
  alert.zone === head.zone &&
  alert.asset === head.asset &&
  alert.rule === head.rule &&
  alert.plant === head.plant &&
  alert.source === head.source &&
  alert.kind === head.kind &&
  alert.clock === head.clock &&
  alert.protocol === head.protocol &&
  alert.drill === head.drill

function told(alert: Alert): Head['condition'] {
  const condition = conditionOf(alert)
  return condition === 'reported' ? undefined : condition
}

function addHead(heads: Head[], byName: Map<string, number[]>, alert: Alert): number {
  const { source, sensor, plant, zone, asset, clock, kind, rule, name, severity, protocol, drill } = alert
  const condition = told(alert)
  const index =
    heads.push({ source, sensor, plant, zone, asset, clock, kind, rule, name, severity, protocol, drill, condition }) -
    1
  const known = byName.get(name)
  if (known) known.push(index)
  else byName.set(name, [index])
  return index
}

/** An alert of a pack. What lies in its rest is parsed when it is first asked for; who keeps the alert keeps `whole()`, or the whole pack stays in memory. */
export class PackedAlert implements Alert {
  readonly v = 1
  private rest: Rest | undefined

  constructor(
    private readonly head: Head,
    readonly id: string,
    readonly at: number,
    readonly receivedAt: number,
    private readonly text: string,
    private readonly from: number,
    private readonly to: number,
  ) {}

  get source(): string {
    return this.head.source
  }
  get sensor(): string {
    return this.head.sensor
  }
  get plant(): string {
    return this.head.plant
  }
  get zone(): string {
    return this.head.zone
  }
  get asset(): string | undefined {
    return this.head.asset
  }
  get clock(): Alert['clock'] {
    return this.head.clock
  }
  get kind(): Alert['kind'] {
    return this.head.kind
  }
  get rule(): string {
    return this.head.rule
  }
  get name(): string {
    return this.head.name
  }
  get severity(): number {
    return this.head.severity
  }
  get protocol(): string | undefined {
    return this.head.protocol
  }
  get drill(): string | undefined {
    return this.head.drill
  }
  get condition(): AlarmCondition {
    return this.head.condition ?? 'reported'
  }
  get fields(): Alert['fields'] {
    return this.readRest().fields
  }
  get src(): Alert['src'] {
    return this.mayHave('"src":') ? this.readRest().src : undefined
  }
  get dst(): Alert['dst'] {
    return this.mayHave('"dst":') ? this.readRest().dst : undefined
  }
  get original(): string | undefined {
    return this.mayHave('"original":') ? this.readRest().original : undefined
  }

  /** A plain alert that holds nothing of the pack. Throws SyntaxError when the rest is not JSON. */
  whole(): Alert {
    return { ...this.withoutRest(), ...this.readRest() }
  }

  /** What is left of it where the rest is not JSON. */
  withoutRest(): Alert {
    const { id, at, receivedAt } = this
    const { condition: _condition, ...head } = this.head
    return { v: 1, id, at, receivedAt, ...head, fields: {} }
  }

  /** Most alerts have no endpoints, and every alert that a rule means is asked for them. */
  private mayHave(key: string): boolean {
    return this.rest !== undefined || this.text.substring(this.from, this.to).includes(key)
  }

  private readRest(): Rest {
    return (this.rest ??= JSON.parse(this.text.substring(this.from, this.to)) as Rest)
  }
}

/** The alerts of a pack in their order. Throws when the text is no pack of this version. */
export function unpackAlerts(text: string): PackedAlert[] {
  const end = text.indexOf('\n')
  const pack = JSON.parse(end < 0 ? text : text.substring(0, end)) as AlertPack | null
  if (pack?.v !== 1 || pack.rows?.length !== pack.ids?.length * COLUMNS) throw new Error('not a pack of version 1')
  const { base, heads, ids, rows } = pack
  const alerts: PackedAlert[] = []
  let from = end + 1
  for (let at = 0; at < ids.length; at++) {
    const row = at * COLUMNS
    const head = heads[rows[row] as number]
    const to = from + (rows[row + 3] as number)
    if (!head || !(to <= text.length)) throw new Error(`alert ${at} of the pack is cut off`)
    alerts.push(
      new PackedAlert(
        head,
        ids[at] as string,
        base + (rows[row + 1] as number),
        base + (rows[row + 2] as number),
        text,
        from,
        to,
      ),
    )
    from = to
  }
  return alerts
}
