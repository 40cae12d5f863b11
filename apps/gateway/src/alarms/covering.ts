import { Refused, type AlarmCover, type AlarmLifecycle, type PlantCover } from '@genba/contracts'
import type { Told } from '@genba/platform'

/**
 * Covers begin and end so far ahead of the clock that each partition of stage one knows of them before the first alert that they hide
 * (docs/decisions/0012).
 */
export const AHEAD_MS = 5_000

type Act = { what: string; by: string; at: number; reason: string }

/** The entry of the audit chain for what somebody did with a cover. */
export function recorded({ id, version, plant, cover }: PlantCover, { what, by, at, reason }: Act): Told {
  const { kind, zone, asset } = cover
  const rule = 'rule' in cover ? cover.rule : undefined
  const detail = { plant, kind, zone, ...(asset ? { asset } : {}), ...(rule ? { rule } : {}), reason }
  return { id: `alarm.${what}~${id}~${version}`, audit: { at, by, action: `alarm.${what}`, subject: id, detail } }
}

/** What stage one of the correlator is told of a cover. */
export function covered({ id, version, plant }: PlantCover, cover: AlarmCover, { by, at, reason }: Act): Told {
  const told = `${id}~${version}`
  const value: AlarmLifecycle = { v: 1, id: told, plant, by, at, reason, to: 'covered', cover }
  return { id: `covered~${told}`, topic: 'lifecycle.v1', key: plant, value }
}

/**
 * The cover with its end moved to now; one that has not begun ends as it begins. Throws Refused NOT_OPEN for one that is over or
 * about to be.
 */
export function endedAt(cover: AlarmCover, now: number): AlarmCover {
  const until = Math.max(now + AHEAD_MS, cover.from + 1)
  if (cover.until !== undefined && cover.until <= until) throw new Refused('NOT_OPEN', { cover: cover.id })
  return { ...cover, until }
}

type Place = { zone: string; asset?: string | undefined; rule?: string | undefined; drill?: string | undefined }

/** Whether one of these already hides what the other would, by a person's own choice, or somebody asked for that. A drill's is another place. */
export const hides = (covers: readonly PlantCover[], place: Place): boolean =>
  covers.some(
    ({ cover }) =>
      cover.kind !== 'maintenance' &&
      cover.zone === place.zone &&
      cover.asset === place.asset &&
      cover.rule === place.rule &&
      drillOf(cover) === place.drill,
  )

export const coverId = (plant: string, user: string, key: string): string => `${plant}~cover~${user}~${key}`

/** The drill whose alarms a cover hides; undefined when it hides real ones. */
export const drillOf = (cover: PlantCover['cover']): string | undefined =>
  cover.kind === 'shelf' ? cover.drill : undefined
