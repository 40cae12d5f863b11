import type { AlarmCover, Plant, StandingAlarm } from '@genba/contracts'
import { drillOf } from './covering.js'

/**
 * What hidden real alarms have become by now where their cover has ended and no alert came since: the engine goes by event time and sees the end with
 * the partition's next alert, people need not wait for that. Gives only those that are not hidden any more, as ISA-18.2 11.7 presents them. The
 * documents stay as the engine wrote them, so a replay gives the same; one that stands behind a cause is left to the engine, which alone knows it.
 */
export function passTime(
  hidden: readonly StandingAlarm[],
  covers: readonly AlarmCover[],
  plant: Pick<Plant, 'state' | 'stateSpans' | 'alarms'> | undefined,
  now: number,
): StandingAlarm[] {
  return hidden.flatMap((alarm): StandingAlarm[] => {
    const { state, drill } = alarm
    if (!('by' in state) || drill !== undefined) return []
    const ends = [...covers.flatMap((cover) => spanOf(cover, alarm)), ...designSpans(plant, alarm)]
    const own = ends.filter(({ id }) => id === state.by)
    // Of a cover that is not known here nothing can be said.
    if (own.length === 0 || ends.some(({ from, until }) => from <= now && now < until)) return []
    const since = Math.max(...own.map(({ until }) => until).filter((until) => until <= now), state.since)
    return [{ ...alarm, state: { at: state.condition === 'active' ? 'unacknowledged' : 'normal', since } }]
  })
}

type Span = { id: string; from: number; until: number }

function spanOf(cover: AlarmCover, { zone, asset, rule, drill }: StandingAlarm): Span[] {
  const isMeant =
    cover.zone === zone &&
    drillOf(cover) === drill &&
    (cover.asset === undefined || cover.asset === asset) &&
    (!('rule' in cover) || cover.rule === undefined || cover.rule === rule)
  return isMeant ? [{ id: cover.id, from: cover.from, until: cover.until ?? Infinity }] : []
}

/** Of rules by alarm the end is not known: they count as lasting. */
function designSpans(plant: Parameters<typeof passTime>[2], { zone, rule }: StandingAlarm): Span[] {
  const spans = plant?.stateSpans ?? (plant ? [{ from: 0, state: plant.state }] : [])
  return (plant?.alarms?.suppression ?? [])
    .filter(({ zones, suppress }) => (zones === '*' || zones.includes(zone)) && suppress.includes(rule))
    .flatMap(({ id, when, releaseMs }): Span[] =>
      when.kind === 'alarm'
        ? [{ id, from: 0, until: Infinity }]
        : spans.flatMap(({ from, state }, n) => {
            const next = spans[n + 1]
            return when.states.includes(state) ? [{ id, from, until: next ? next.from + releaseMs : Infinity }] : []
          }),
    )
}
