import type { Alert } from '@genba/contracts'
import type { RulePack } from '../rules/read-rules.js'

/** Which fields any standing rule reads, beside the name. */
type Reads = Record<'severity' | 'rule' | 'sensor' | 'source' | 'kind' | 'protocol' | 'zone' | 'asset', boolean>

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
export type Said = { reads: Reads; byName: Map<string, Look[]>; count: number }

/** Answers kept; beyond it all are let go and asked for again. At some 300 bytes each that is 10 MB a partition. */
export const SAID_MAX = 30_000
/** Looks of one name that are compared; a name with more of them is asked like a new one. */
const LOOK_MAX = 32

export function startSaid({ standing }: RulePack): Said {
  const read = new Set(standing.flatMap(({ base }) => [...base.reads]))
  const names = ['severity', 'rule', 'sensor', 'source', 'kind', 'protocol', 'zone', 'asset'] as const
  return {
    reads: Object.fromEntries(names.map((name) => [name, read.has(name)])) as Reads,
    byName: new Map(),
    count: 0,
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

const lookOf = ({ standing }: RulePack, { reads }: Said, alert: Alert): Look => ({
  name: alert.name,
  severity: reads.severity ? alert.severity : undefined,
  rule: reads.rule ? alert.rule : undefined,
  sensor: reads.sensor ? alert.sensor : undefined,
  source: reads.source ? alert.source : undefined,
  kind: reads.kind ? alert.kind : undefined,
  protocol: reads.protocol ? alert.protocol : undefined,
  zone: reads.zone ? alert.zone : undefined,
  asset: reads.asset ? alert.asset : undefined,
  hits: hitsOf(standing, alert),
})

/** A loop, because a tenth of all alerts bring a new name and each is asked of every rule. */
function hitsOf(standing: RulePack['standing'], alert: Alert): number[] {
  const hits: number[] = []
  for (let index = 0; index < standing.length; index++)
    if ((standing[index] as RulePack['standing'][number]).base.test(alert)) hits.push(index)
  return hits
}
