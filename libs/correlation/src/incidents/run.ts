import type { Signal } from '@genba/contracts'
import { ranksOf } from './tactics.js'

/** A signal as it is grouped: `from` is its first alert, or the closing of the incident that holds what came before. */
export type Live = { signal: Signal; order: number; from: number }

/** Signals of one zone (real, or of one drill) that are near in time, as one: what they have in common with other zones. */
export type Run = {
  zone: string
  members: Live[]
  from: number
  lastAt: number
  actors: Set<string>
  targets: Set<string>
  tactics: Set<number>
}

/** In time order; of equals the smaller id. Everything that is derived from signals is derived in this order. */
export const inTime = (a: Live, b: Live): number => a.from - b.from || (a.signal.id < b.signal.id ? -1 : 1)

/** Signals of one zone and world in time order → runs without a gap longer than `joinMs`. */
export function runsOf(sorted: readonly Live[], joinMs: number): Run[] {
  const runs: Run[] = []
  for (const live of sorted) {
    const last = runs.at(-1)
    if (last && live.from - last.lastAt <= joinMs) extend(last, live)
    else runs.push(startRun(live))
  }
  return runs
}

export function startRun(live: Live): Run {
  const { signal, from } = live
  const empty = { actors: new Set<string>(), targets: new Set<string>(), tactics: new Set<number>() }
  return extend({ zone: signal.zone, members: [], from, lastAt: signal.lastAt, ...empty }, live)
}

export function extend(run: Run, live: Live): Run {
  const { signal, from } = live
  run.members.push(live)
  run.from = Math.min(run.from, from)
  run.lastAt = Math.max(run.lastAt, signal.lastAt)
  for (const name of signal.actors) run.actors.add(name)
  for (const name of signal.targets) run.targets.add(name)
  for (const { asset } of signal.groups) if (asset !== undefined) run.targets.add(`asset:${asset}`)
  for (const technique of signal.rule.techniques) for (const rank of ranksOf(technique)) run.tactics.add(rank)
  return run
}
