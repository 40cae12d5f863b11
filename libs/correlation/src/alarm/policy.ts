import type { Desks, MaintenanceWindow, OutOfService, PlantState, Shelf, SuppressionRule } from '@genba/contracts'
import type { CoverKind } from '@genba/contracts'
import { NO_DESKS } from '@genba/contracts'
import { ALARM_DEFAULTS, NEVER_MS } from './settings.js'

/** What hides alarms and which desks present them, as it stands in the documents. Keep ended entries until `advance` has passed their end: they are what a late row settles by. */
export type AlarmFacts = {
  shelves: readonly Shelf[]
  outOfService: readonly OutOfService[]
  windows: readonly MaintenanceWindow[]
  rules: readonly SuppressionRule[]
  /** What each plant was doing since when, oldest first. */
  plantStates: Readonly<Record<string, readonly { from: number; state: PlantState }[]>>
  /** `plant/rule` of alarms that stay until a person resets them, even when the condition has gone. */
  latched: readonly string[]
  seats: Seats
}

/** Who works which zones; the same object until that changes. */
export type Seats = {
  desks: Desks
  /** The partition of alert.v1 that a key lies in; absent where one partition has all, as in a replay of what somebody asked for. */
  partitionOf?: (key: string) => number
}
export const NO_SEATS: Seats = { desks: NO_DESKS }

/** One thing that can hide alarms of a zone, ready to be asked on the hot path. */
export type Suppressor = {
  kind: CoverKind
  id: string
  asset?: string | undefined
  rules?: ReadonlySet<string> | undefined
  from: number
  until: number
  /** Only while this alarm stands in the same zone. */
  cause?: { rule: string; asset: 'same' | 'any'; releaseMs: number } | undefined
  sources?: readonly string[] | undefined
  /** Real suppressors hide real alarms, a drill's its own; suppression rules hide both. */
  world: 'any' | 'real' | { drill: string }
}

export type PolicyFault = { id: string; message: string }
export type AlarmPolicy = {
  byZone: ReadonlyMap<string, readonly Suppressor[]>
  byPlant: ReadonlyMap<string, readonly Suppressor[]>
  latched: ReadonlySet<string>
  seats: Seats
  faults: readonly PolicyFault[]
}

/** Suppressors of one zone. Above it those that end first hide nothing and are told as faults: showing too much is the safe side. */
export const ZONE_SUPPRESSORS_MAX = 500
/** Of several covers the one that asked most of people answers for the alarm. */
const PRECEDENCE: Record<CoverKind, number> = { outOfService: 0, shelf: 1, design: 2, maintenance: 3 }

/** Compiles the facts once per change. A shelf longer than `shelfMaxMs` ends there and is told as a fault. */
export function compilePolicy(facts: AlarmFacts, shelfMaxMs = ALARM_DEFAULTS.shelfMaxMs): AlarmPolicy {
  const faults: PolicyFault[] = []
  const byZone = new Map<string, Suppressor[]>()
  const byPlant = new Map<string, Suppressor[]>()
  const put = (map: Map<string, Suppressor[]>, key: string, suppressor: Suppressor) => {
    const list = map.get(key) ?? []
    map.set(key, list)
    list.push(suppressor)
  }
  for (const out of facts.outOfService)
    put(byZone, `${out.plant}/${out.zone}`, {
      kind: 'outOfService',
      id: out.id,
      asset: out.asset,
      rules: only(out.rule),
      from: out.from,
      until: out.until ?? NEVER_MS,
      world: 'real',
    })
  for (const shelf of facts.shelves) {
    const until = Math.min(shelf.until, shelf.from + shelfMaxMs)
    if (until < shelf.until)
      faults.push({
        id: shelf.id,
        message: `shelf "${shelf.id}" is longer than the plant allows (${shelfMaxMs} ms); it ends at ${until}`,
      })
    put(byZone, `${shelf.plant}/${shelf.zone}`, {
      kind: 'shelf',
      id: shelf.id,
      asset: shelf.asset,
      rules: only(shelf.rule),
      from: shelf.from,
      until,
      sources: shelf.sources,
      world: shelf.drill === undefined ? 'real' : { drill: shelf.drill },
    })
  }
  for (const window of facts.windows)
    put(byZone, `${window.plant}/${window.zone}`, {
      kind: 'maintenance',
      id: window.id,
      asset: window.asset,
      from: window.from,
      until: window.until,
      world: 'real',
    })
  for (const rule of facts.rules) {
    const places =
      rule.zones === '*'
        ? [[byPlant, rule.plant] as const]
        : rule.zones.map((zone) => [byZone, `${rule.plant}/${zone}`] as const)
    for (const suppressor of designs(rule, facts)) for (const [map, key] of places) put(map, key, suppressor)
  }
  for (const [key, list] of [...byZone, ...byPlant]) {
    list.sort((a, b) => b.until - a.until || byPrecedence(a, b))
    for (const { kind, id } of list.splice(ZONE_SUPPRESSORS_MAX))
      faults.push({
        id,
        message: `${key}: more than ${ZONE_SUPPRESSORS_MAX} suppressors; ${kind} "${id}" hides nothing`,
      })
    list.sort(byPrecedence)
  }
  return { byZone, byPlant, latched: new Set(facts.latched), seats: facts.seats, faults }
}

/** Nothing is hidden anywhere. */
export const openPolicy = (): AlarmPolicy =>
  compilePolicy({
    shelves: [],
    outOfService: [],
    windows: [],
    rules: [],
    plantStates: {},
    latched: [],
    seats: NO_SEATS,
  })

export const byPrecedence = (a: Suppressor, b: Suppressor): number =>
  PRECEDENCE[a.kind] - PRECEDENCE[b.kind] || a.from - b.from || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

const only = (rule: string | undefined): ReadonlySet<string> | undefined =>
  rule === undefined ? undefined : new Set([rule])

/** A suppression rule by plant state hides in each span of such a state, one by alarm whenever its cause stands. */
function designs(rule: SuppressionRule, facts: AlarmFacts): Suppressor[] {
  const design = { kind: 'design', id: rule.id, rules: new Set(rule.suppress), world: 'any' } as const
  const { when } = rule
  if (when.kind === 'alarm')
    return [
      { ...design, from: 0, until: NEVER_MS, cause: { rule: when.rule, asset: when.asset, releaseMs: rule.releaseMs } },
    ]
  const spans = facts.plantStates[rule.plant] ?? []
  return spans.flatMap(({ from, state }, n) => {
    const next = spans[n + 1]
    return when.states.includes(state) ? [{ ...design, from, until: next ? next.from + rule.releaseMs : NEVER_MS }] : []
  })
}
