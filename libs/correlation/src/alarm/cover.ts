import { NEVER_MS } from './settings.js'
import type { Suppressor } from './policy.js'
import { CAUSE_ASSETS_MAX, type Cause, type Zone } from './zones.js'

/** What hides an alarm, if anything, and until when that answer holds unless the zone's epoch changes. */
export type Cover = { by: Suppressor | undefined; until: number }

export function coverAt(zone: Zone, asset: string, rule: string, at: number): Cover {
  let by: Suppressor | undefined
  let until = NEVER_MS
  for (const suppressor of zone.suppressors) {
    if (!covers(suppressor, asset, rule)) continue
    const span = suppressor.cause ? causeSpan(zone, suppressor.cause, asset, at) : suppressor
    if (!span || span.until <= at) continue
    if (span.from <= at) by ??= suppressor
    until = Math.min(until, span.from > at ? span.from : span.until)
  }
  return { by, until }
}

/** Whether some suppression rule of the zone watches this sensor rule as its cause. */
export const isCause = (zone: Zone, rule: string): boolean => zone.suppressors.some((each) => each.cause?.rule === rule)

/**
 * A cause stands: its consequences are hidden from the next millisecond on, so that alerts of the same instant
 * are judged alike in whatever order they came.
 */
export function causeStands(zone: Zone, asset: string, rule: string, at: number, goneAt: number): void {
  const byAsset = zone.causes.get(rule) ?? new Map<string, Cause>()
  zone.causes.set(rule, byAsset)
  const until = Math.min(NEVER_MS, goneAt + longestRelease(zone, rule))
  const known = byAsset.get(asset)
  if (known && at < known.until) {
    known.until = Math.max(known.until, until)
    return
  }
  byAsset.delete(asset)
  if (byAsset.size >= CAUSE_ASSETS_MAX) byAsset.delete(byAsset.keys().next().value as string)
  byAsset.set(asset, { from: at + 1, until })
  zone.epoch += 1
}

/** A cause that told its own end: the consequences may settle for the rule's release time. */
export function causeGone(zone: Zone, asset: string, rule: string, at: number): void {
  const known = zone.causes.get(rule)?.get(asset)
  if (!known) return
  known.until = Math.min(known.until, at + longestRelease(zone, rule))
  zone.epoch += 1
}

const covers = (suppressor: Suppressor, asset: string, rule: string): boolean =>
  (suppressor.asset === undefined || suppressor.asset === asset) &&
  (suppressor.rules === undefined || suppressor.rules.has(rule)) &&
  suppressor.cause?.rule !== rule

const longestRelease = (zone: Zone, rule: string): number =>
  zone.suppressors.reduce((most, { cause }) => (cause?.rule === rule ? Math.max(most, cause.releaseMs) : most), 0)

/** The span that decides at that time: one that is running, the one that runs longest; else the next to begin. */
function causeSpan(zone: Zone, cause: NonNullable<Suppressor['cause']>, asset: string, at: number): Cause | undefined {
  const byAsset = zone.causes.get(cause.rule)
  if (cause.asset === 'same') return byAsset?.get(asset)
  let best: Cause | undefined
  for (const span of byAsset?.values() ?? []) {
    if (span.until <= at) continue
    const isBetter =
      !best || (span.from <= at ? best.from > at || span.until > best.until : best.from > at && span.from < best.from)
    if (isBetter) best = span
  }
  return best
}
