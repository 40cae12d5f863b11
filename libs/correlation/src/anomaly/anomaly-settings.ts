import type { Detector, Detectors } from './detectors.js'
import { isLiteral, partnerTag, tagPattern } from './tag-glob.js'
import { watchesOf, type SeriesKind, type Watch } from './watch.js'

/** A work order or maintenance window: from `from`, before `until` (event time), these tags may be given other set values and commands. */
export type ChangeWindow = {
  id: string
  from: number
  until: number
  tags: readonly string[]
  zones?: readonly string[]
  /** Absent: whatever the series belongs to. */
  asset?: string
}

/** More detectors on one series than this are left out and counted (`unwatched`), so that memory per series is bounded. */
export const WATCHES_MAX = 32
/** Plans are remembered for speed only: when this many series are, all are forgotten and made again. */
export const PLANS_MAX = 200_000

/** What is watched on one series. `windows` are those that name its tag; `isPartner`: others are compared with it. */
export type Plan = {
  key: string
  watches: readonly Watch[]
  windows: readonly ChangeWindow[]
  isPartner: boolean
  leftOut: number
}
export type AnomalySettings = {
  plant: string
  latenessMs: number
  detectors: readonly CompiledDetector[]
  windows: readonly { window: ChangeWindow; patterns: readonly RegExp[] }[]
  /** By zone the series that silent detectors name: without a wildcard, and of one zone, so that there is one place where each must be. */
  named: ReadonlyMap<string, readonly Named[]>
  /** By zone, kind and tag: looked up for every sample, so without making a string. */
  plans: Map<string, PlansOfZone>
  planned: number
}
export type Named = { kind: SeriesKind; tag: string }
type PlansOfZone = Record<SeriesKind, Map<string, Plan>>
/** `shared`: the watches themselves where they are the same for every series, that is where nothing is compared with a partner. */
type CompiledDetector = {
  detector: Detector
  kinds: readonly SeriesKind[]
  patterns: readonly RegExp[]
  shared?: readonly Watch[]
  partner?: { kind: SeriesKind; patterns: readonly RegExp[] }
}

/** Compiles a plant's detectors once, with the windows known now. Make it anew when either changes: state outlives it. */
export function anomalySettings(detectors: Detectors, windows: readonly ChangeWindow[] = []): AnomalySettings {
  return {
    plant: detectors.plant,
    latenessMs: detectors.lateness,
    detectors: detectors.detectors.map(compile),
    windows: windows.map((window) => ({ window, patterns: window.tags.map(tagPattern) })),
    named: namedIn(detectors.detectors),
    plans: new Map(),
    planned: 0,
  }
}

/** A series' name in the state: the kind in front keeps names such as `__proto__` harmless. */
export const seriesKey = (kind: SeriesKind, tag: string): string => `${kind}:${tag}`

/** What is watched on the series, or undefined when nothing is. */
export function planOf(settings: AnomalySettings, zone: string, kind: SeriesKind, tag: string): Plan | undefined {
  let plan = settings.plans.get(zone)?.[kind].get(tag)
  if (plan === undefined) {
    if (settings.planned >= PLANS_MAX) {
      settings.plans.clear()
      settings.planned = 0
    }
    const inZone = settings.plans.get(zone) ?? { measured: new Map(), set: new Map(), command: new Map() }
    settings.plans.set(zone, inZone)
    plan = makePlan(settings, zone, kind, tag)
    inZone[kind].set(tag, plan)
    settings.planned++
  }
  return plan.watches.length > 0 || plan.isPartner ? plan : undefined
}

function makePlan(settings: AnomalySettings, zone: string, kind: SeriesKind, tag: string): Plan {
  const here = settings.detectors.filter(({ detector }) => detector.zones?.includes(zone) ?? true)
  const watches = here.flatMap(({ detector, kinds, patterns, shared }) => {
    const matched = kinds.includes(kind) ? firstMatch(patterns, tag) : undefined
    if (!matched) return []
    if (shared) return shared
    return watchesOf(detector, (against) =>
      seriesKey(against.kind, against.tag === undefined ? tag : partnerTag(against.tag, matched.slice(1))),
    )
  })
  return {
    key: seriesKey(kind, tag),
    watches: watches.slice(0, WATCHES_MAX),
    windows: settings.windows
      .filter(({ window, patterns }) => (window.zones?.includes(zone) ?? true) && firstMatch(patterns, tag))
      .map(({ window }) => window),
    isPartner: here.some(({ partner }) => partner?.kind === kind && firstMatch(partner.patterns, tag) !== undefined),
    leftOut: Math.max(0, watches.length - WATCHES_MAX),
  }
}

function namedIn(detectors: readonly Detector[]): Map<string, Named[]> {
  const named = new Map<string, Named[]>()
  for (const detector of detectors) {
    const [zone, ...others] = detector.zones ?? []
    if (detector.detect !== 'silent' || zone === undefined || others.length > 0) continue
    const here = named.get(zone) ?? []
    for (const kind of detector.kinds) for (const tag of detector.tags) if (isLiteral(tag)) here.push({ kind, tag })
    if (here.length > 0) named.set(zone, here)
  }
  return named
}

function compile(detector: Detector): CompiledDetector {
  const patterns = detector.tags.map(tagPattern)
  const kinds = 'kinds' in detector ? detector.kinds : (['measured'] as const)
  const against = 'against' in detector ? detector.against : undefined
  if (against === undefined) return { detector, kinds, patterns, shared: watchesOf(detector, () => '') }
  return {
    detector,
    kinds,
    patterns,
    partner: { kind: against.kind, patterns: against.tag === undefined ? patterns : [tagPattern(against.tag)] },
  }
}

function firstMatch(patterns: readonly RegExp[], tag: string): RegExpExecArray | undefined {
  for (const pattern of patterns) {
    const matched = pattern.exec(tag)
    if (matched) return matched
  }
  return undefined
}
