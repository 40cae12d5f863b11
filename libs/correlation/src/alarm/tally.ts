import type { Alert, CoverKind } from '@genba/contracts'
import type { Suppressor } from './policy.js'

/** How an alert takes part in correlation: `support` counts and is a member, but a rule fires only where at least one alert counts in full. */
export type Weight = 'full' | 'support'

/**
 * Alerts behind a cover, below `fullFrom0to100`. None ever counts nothing: an attacker must not be able to hide behind a shelved alarm, nor
 * make one to hide behind. A broken sensor and a known consequence explain process alerts, not network ones; work on site explains both;
 * a person who shelved an alarm has seen it, from the sources noted on the shelf.
 */
export const CORRELATES: Record<CoverKind, Record<Alert['kind'], Weight>> = {
  shelf: { network: 'support', process: 'support', system: 'support' },
  outOfService: { network: 'full', process: 'support', system: 'support' },
  design: { network: 'full', process: 'support', system: 'support' },
  maintenance: { network: 'support', process: 'support', system: 'support' },
}

/** What one suppressor hid: counts, and where in alert.v1 its newest alerts are. */
export type Tally = {
  number: number
  /** Number of the zone in which it hides. */
  zone: number
  kind: CoverKind
  id: string
  sources: readonly string[] | undefined
  alerts: number
  /** Of these, alerts that counted in full for correlation all the same. */
  full: number
  firstAt: number
  lastAt: number
  samples: number[]
}

export type Tallies = { byNumber: Map<number, Tally>; byKey: Map<string, Tally>; next: number }

export const TALLY_SAMPLES_MAX = 20
/** Suppressors told apart. Above it hidden alerts of all zones are counted on one tally per kind, named REST. */
export const TALLIES_MAX = 10_000

export const noTallies = (): Tallies => ({ byNumber: new Map(), byKey: new Map(), next: 1 })

export function tallyOf(tallies: Tallies, zone: number, by: Suppressor): Tally {
  const known = tallies.byKey.get(keyOf({ zone, kind: by.kind, id: by.id }))
  if (known) {
    known.sources = by.sources
    return known
  }
  const id = tallies.byNumber.size < TALLIES_MAX ? by.id : '…'
  const rest = tallies.byKey.get(keyOf({ zone: 0, kind: by.kind, id }))
  if (rest) return rest
  const tally: Tally = {
    number: tallies.next++,
    zone: id === by.id ? zone : 0,
    kind: by.kind,
    id,
    sources: id === by.id ? by.sources : undefined,
    alerts: 0,
    full: 0,
    firstAt: 0,
    lastAt: 0,
    samples: [],
  }
  putTally(tallies, tally)
  return tally
}

export function putTally(tallies: Tallies, tally: Tally): void {
  tallies.byNumber.set(tally.number, tally)
  tallies.byKey.set(keyOf(tally), tally)
}

export function dropTally(tallies: Tallies, tally: Tally): void {
  tallies.byNumber.delete(tally.number)
  tallies.byKey.delete(keyOf(tally))
}

const keyOf = ({ zone, kind, id }: Pick<Tally, 'zone' | 'kind' | 'id'>): string => `${zone} ${kind} ${id}`

/** Counts a hidden alert where it went and says how it still takes part in correlation. */
export function countHidden(tally: Tally, alert: Alert, sample: number, fullFrom0to100: number): Weight {
  const counts = weigh(tally, alert, fullFrom0to100)
  tally.firstAt = tally.alerts === 0 ? alert.at : Math.min(tally.firstAt, alert.at)
  tally.lastAt = Math.max(tally.lastAt, alert.at)
  // A ring: the place follows from the count, so it survives a restart.
  tally.samples[tally.alerts % TALLY_SAMPLES_MAX] = sample
  tally.alerts += 1
  if (counts === 'full') tally.full += 1
  return counts
}

function weigh(tally: Tally, alert: Alert, fullFrom0to100: number): Weight {
  if (alert.severity >= fullFrom0to100) return 'full'
  if (tally.sources && !isFromOneOf(tally.sources, alert)) return 'full'
  return CORRELATES[tally.kind][alert.kind]
}

/** An alert without a source address is known only to a shelf that was made for such alerts. */
function isFromOneOf(sources: readonly string[], { src }: Alert): boolean {
  if (src?.ip === undefined && src?.mac === undefined) return sources.length === 0
  return (src.ip !== undefined && sources.includes(src.ip)) || (src.mac !== undefined && sources.includes(src.mac))
}
