import type { CorrelationRule } from '../rules/compile-correlation.js'
import type { RulePack } from '../rules/read-rules.js'
import { settle } from '../windows/settle.js'
import type { Track } from '../windows/track.js'
import { zonesOf } from './correlate.js'
import { startSaid } from './standing.js'
import type { PartitionState } from './state.js'

/** Judges what is final of the rules that `next` does not have as they are, so that it can be told before they go. */
export function settleLeaving(state: PartitionState, next: RulePack): void {
  const staying = new Set(places(state.pack, next).filter((place) => place !== undefined))
  state.pack.rules.forEach((rule, index) => {
    if (!rule.isFinal || staying.has(index)) return
    for (const zone of zonesOf(state))
      for (const track of zone.tracks[index]?.values() ?? []) settle({ state, zone, rule }, track)
  })
}

/**
 * Goes on with another pack between two alerts. Rules that mean the same keep their windows and signals, whatever their place in the pack;
 * changed and new ones begin empty; what is still open of those that are gone is let go, so it is told before. It leaves what
 * `thaw` makes of this state's checkpoint under the other pack: a crash right after changes nothing.
 */
export function adoptPack(state: PartitionState, next: RulePack): void {
  const kept = places(state.pack, next)
  const staying = new Set(kept.flatMap((place) => (place === undefined ? [] : [state.pack.rules[place]])))
  state.changedSignals = state.changedSignals.filter(({ rule }) => staying.has(rule))
  for (const zone of zonesOf(state)) {
    const former = zone.tracks
    zone.tracks = []
    kept.forEach((place, index) => {
      const tracks = place === undefined ? undefined : former[place]
      if (tracks) zone.tracks[index] = renamed(tracks, next.rules[index] as CorrelationRule)
    })
  }
  state.pack = next
  state.said = startSaid(next)
  state.looks = []
}

/** For each rule of `next` its place in `pack`, when it means the same there. */
function places(pack: RulePack, next: RulePack): (number | undefined)[] {
  const byId = new Map(pack.rules.map((rule, index) => [rule.id, { index, fingerprint: rule.fingerprint }]))
  return next.rules.map(({ id, fingerprint }) => {
    const known = byId.get(id)
    return known?.fingerprint === fingerprint ? known.index : undefined
  })
}

/** Titles and severities are no part of what a rule means: from now on signals carry the new ones. */
function renamed(tracks: Map<string, Track>, rule: CorrelationRule): Map<string, Track> {
  for (const { signals } of tracks.values()) for (const signal of signals) signal.rule = rule
  return tracks
}
