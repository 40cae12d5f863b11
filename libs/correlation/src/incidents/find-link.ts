import type { Link, TacticStep } from '@genba/contracts'
import type { JoinSettings, PlantFacts } from './facts.js'
import { stepForward } from './tactics.js'

/** What is compared of a zone's signals: a run of them, or one. */
export type Side = {
  zone: string
  from: number
  lastAt: number
  actors: ReadonlySet<string>
  targets: ReadonlySet<string>
  tactics: ReadonlySet<number>
}

/** Why two zones' signals belong together, or what is missing first. */
export type Found =
  | { link: Omit<Link, 'signal'> & { conduit: string; shared: string } }
  | { missing: 'shared' | 'time' }
  | { missing: 'conduit' | 'step'; shared: string; step?: TacticStep }

/**
 * From an earlier side to a later one along a conduit in its direction (IEC 62443-3-2): somebody who acts in the later acted in or was
 * the target of the earlier, near in time; or anybody or anything is shared and the later one is a step further in the tactics of ATT&CK
 * for ICS. `before` need only have begun before `after` ended. A side that grows never loses a link: so signals in any order give the
 * same incidents.
 */
export function findLink(
  before: Side,
  after: Side,
  { conduits }: Pick<PlantFacts, 'conduits'>,
  { joinMs, chainMs }: JoinSettings,
): Found {
  const gap = after.from - before.lastAt
  if (before.from > after.lastAt || gap > chainMs) return { missing: 'time' }
  const acted = sharedOf(after.actors, before.actors, before.targets)
  const shared =
    acted ?? sharedOf(new Set([...after.actors, ...after.targets].filter(isOfOne)), before.actors, before.targets)
  if (shared === undefined) return { missing: 'shared' }
  const conduit = conduits.find(({ from, to, direction }) =>
    direction === 'both'
      ? (from === before.zone && to === after.zone) || (to === before.zone && from === after.zone)
      : from === before.zone && to === after.zone,
  )
  if (!conduit) return { missing: 'conduit', shared }
  const about = { from: before.zone, to: after.zone, conduit: conduit.id, shared }
  if (acted !== undefined && gap <= joinMs) return { link: { code: 'conduit', ...about } }
  const step = stepForward(before.tactics, after.tactics)
  if (step) return { link: { code: 'chain', ...about, step } }
  return acted === undefined ? { missing: 'step', shared } : { missing: 'time' }
}

function sharedOf(
  names: ReadonlySet<string>,
  actors: ReadonlySet<string>,
  targets: ReadonlySet<string>,
): string | undefined {
  let first: string | undefined
  for (const name of names)
    if ((first === undefined || name < first) && (actors.has(name) || targets.has(name))) first = name
  return first
}

/** Multicast, broadcast and nobody's addresses are in every zone and say nothing. */
const isOfOne = (name: string): boolean =>
  !/^(22[4-9]|23\d)\.|^255\.255\.255\.255$|\.255$|^0\.0\.0\.0$|^ff|^::$|^(33:33|01:00:5e)/i.test(name)
