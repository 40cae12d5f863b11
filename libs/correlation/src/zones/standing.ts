import type { Alert } from '@genba/contracts'
import { isDecisive, readShapes, shapeOf, type NameShapes } from '../rules/name-shape.js'
import type { RulePack } from '../rules/read-rules.js'

const OTHERS = ['severity', 'rule', 'sensor', 'source', 'kind', 'protocol', 'zone', 'asset'] as const
/** Which fields any standing rule reads, beside the name. */
type Reads = Record<(typeof OTHERS)[number], boolean>

/** What alerts say in the fields that standing rules read (others undefined), and the indexes of the standing rules that mean it. */
export type Look = {
  name: string
  severity: number | undefined
  rule: string | undefined
  sensor: string | undefined
  source: string | undefined
  kind: string | undefined
  protocol: string | undefined
  zone: string | undefined
  asset: string | undefined
  hits: readonly number[]
}

/**
 * What the standing rules said of alerts that read the same to them. In a flood the sensors of a zone take turns on one alarm, and asking
 * every rule again at each turn cost more than all the rest.
 */
export type Said = {
  reads: Reads
  byName: Map<string, Look[]>
  count: number
  shapes: NameShapes
  /** By shape of the name and all else that is read: what plain rules said, or that each name must be asked for. */
  byShape: Map<string, readonly number[] | 'each'>
}

/** Answers kept; beyond it all are let go and asked for again. At some 300 bytes each that is 10 MB a partition. */
export const SAID_MAX = 30_000
/** Looks of one name that are compared; a name with more of them is asked like a new one. */
const LOOK_MAX = 32
/** Shapes kept; beyond it all are let go. */
const SHAPES_MAX = 5_000

export function startSaid({ standing }: RulePack): Said {
  const read = new Set(standing.flatMap(({ base }) => [...base.reads]))
  return {
    reads: Object.fromEntries(OTHERS.map((field) => [field, read.has(field)])) as Reads,
    byName: new Map(),
    count: 0,
    shapes: readShapes(standing.map(({ base }) => base)),
    byShape: new Map(),
  }
}

/** Whether the alert reads like that to the standing rules. */
export const isSame = ({ reads }: Said, look: Look, alert: Alert): boolean =>
  look.name === alert.name &&
  (!reads.severity || look.severity === alert.severity) &&
  (!reads.rule || look.rule === alert.rule) &&
  (!reads.sensor || look.sensor === alert.sensor) &&
  (!reads.source || look.source === alert.source) &&
  (!reads.kind || look.kind === alert.kind) &&
  (!reads.protocol || look.protocol === alert.protocol) &&
  (!reads.zone || look.zone === alert.zone) &&
  (!reads.asset || look.asset === alert.asset)

/** What the pack's standing rules say of the alert. */
export function askStanding(pack: RulePack, said: Said, alert: Alert): Look {
  let looks = said.byName.get(alert.name)
  const known = looks && find(looks, said, alert)
  if (known) return known
  if (++said.count > SAID_MAX) {
    said.byName.clear()
    said.count = 1
    looks = undefined
  }
  const look = lookOf(pack, said, alert)
  if (looks) looks.push(look)
  else said.byName.set(alert.name, [look])
  return look
}

function find(looks: readonly Look[], said: Said, alert: Alert): Look | undefined {
  // The newest first: a flood repeats itself.
  for (let at = looks.length - 1; at >= 0 && at >= looks.length - LOOK_MAX; at--)
    if (isSame(said, looks[at] as Look, alert)) return looks[at]
  return undefined
}

const lookOf = (pack: RulePack, said: Said, alert: Alert): Look => ({
  name: alert.name,
  severity: said.reads.severity ? alert.severity : undefined,
  rule: said.reads.rule ? alert.rule : undefined,
  sensor: said.reads.sensor ? alert.sensor : undefined,
  source: said.reads.source ? alert.source : undefined,
  kind: said.reads.kind ? alert.kind : undefined,
  protocol: said.reads.protocol ? alert.protocol : undefined,
  zone: said.reads.zone ? alert.zone : undefined,
  asset: said.reads.asset ? alert.asset : undefined,
  hits: hitsOf(pack, said, alert),
})

/**
 * The indexes of the rules that mean the alert. A tenth of all alerts bring a new name, and asking every rule of each took a seventh of all
 * time; most of them differ from a known one in a number.
 */
function hitsOf({ standing }: RulePack, said: Said, alert: Alert): readonly number[] {
  const { plain, others } = said.shapes
  const shape = shapeOf(alert.name)
  const key = keyOf(said, shape, alert)
  let hits = said.byShape.get(key)
  if (!hits) {
    if (said.byShape.size >= SHAPES_MAX) said.byShape.clear()
    hits = isDecisive(said.shapes, shape) ? ask(standing, plain, alert) : 'each'
    said.byShape.set(key, hits)
  }
  if (hits === 'each') return ask(standing, standing.keys(), alert)
  return others.length === 0 ? hits : [...hits, ...ask(standing, others, alert)].sort((a, b) => a - b)
}

/** With its length in front no text can pass for two. */
function keyOf({ reads }: Said, shape: string, alert: Alert): string {
  let key = shape
  for (const field of OTHERS) if (reads[field]) key += `\n${String(alert[field] ?? '').length}:${alert[field] ?? ''}`
  return key
}

function ask(standing: RulePack['standing'], indexes: Iterable<number>, alert: Alert): number[] {
  const hits: number[] = []
  for (const index of indexes) if ((standing[index] as RulePack['standing'][number]).base.test(alert)) hits.push(index)
  return hits
}
