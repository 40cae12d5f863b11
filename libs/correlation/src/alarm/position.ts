import {
  FOLD_BY,
  bestFold,
  fold,
  foldLines,
  groupOf,
  noFolds,
  type FoldBy,
  type FoldGroup,
  type Folds,
} from './fold.js'
import { endsAt, hasBegun, noteTime, timesKept } from './rate.js'
import type { AlarmSettings } from './settings.js'

export type Flood = { at: 'quiet' } | { at: 'flooding'; from: number; alarms: number; folds: Folds }
export type PastFlood = { from: number; to: number; alarms: number; by: FoldBy; groups: FoldGroup[] }

/** One operator position, that of a zone (docs/decisions/0012): the alarms that were presented to it, and whether they come faster than a person can take them (IEC 62682). */
export type Position = {
  /** When the newest alarms were presented, newest first: as many as decide about the flood. */
  times: number[]
  flood: Flood
  floods: PastFlood[]
  floodsTotal: number
  /** Alarms presented per ten minutes, by the number of the ten minutes since 1970. */
  periods: Map<number, number>
}

export const PERIOD_MS = 600_000
/** Seven days of ten minutes; older periods are let go. Performance figures say from when on they count. */
export const PERIODS_MAX = 1_008
export const FLOODS_KEPT_MAX = 50
/** Lines that a past flood keeps. */
export const PAST_GROUPS_MAX = 10

export type Presented = { is: 'shown' } | { is: 'folded'; by: FoldBy; group: string }
export type Presentable = { rule: string; asset: string; zone: string; severity: number; at: number; sample: number }

export const quietPosition = (settings: AlarmSettings): Position => ({
  times: new Array<number>(timesKept(settings.flood)).fill(-1),
  flood: { at: 'quiet' },
  floods: [],
  floodsTotal: 0,
  periods: new Map(),
})

/** Ends a flood whose rate fell below the end mark by that time; undefined when none ended. */
export function settlePosition(position: Position, settings: AlarmSettings, at: number): PastFlood | undefined {
  const { flood } = position
  if (flood.at === 'quiet') return undefined
  const to = endsAt(position.times, 0, settings.flood)
  if (to > at) return undefined
  const { by, groups } = foldLines(flood.folds)
  const past = {
    from: flood.from,
    to,
    alarms: flood.alarms,
    by,
    groups: groups.slice(0, PAST_GROUPS_MAX),
  }
  position.flood = { at: 'quiet' }
  position.floodsTotal += 1
  position.floods.push(past)
  if (position.floods.length > FLOODS_KEPT_MAX) position.floods.shift()
  return past
}

/** Presents one alarm to the position: by itself, or in a flood folded into a counted line. The caller has settled the position to that time. */
export function present(position: Position, settings: AlarmSettings, alarm: Presentable): Presented {
  noteTime(position.times, 0, position.times.length, alarm.at)
  notePeriod(position.periods, Math.floor(alarm.at / PERIOD_MS))
  // The alarm that makes the flood is the first one folded: the operator has seen as many as he can take.
  if (position.flood.at === 'quiet') {
    if (!hasBegun(position.times, 0, settings.flood)) return { is: 'shown' }
    position.flood = { at: 'flooding', from: alarm.at, alarms: 0, folds: noFolds() }
  }
  const { flood } = position
  flood.alarms += 1
  fold(flood.folds, alarm)
  const by = bestFold(flood.folds)
  return { is: 'folded', by, group: groupOf(flood.folds, by, alarm) }
}

/** The running flood's lines by the dimension that folds best now; undefined when there is none. */
export const floodLines = (position: Position): { by: FoldBy; groups: FoldGroup[] } | undefined =>
  position.flood.at === 'quiet' ? undefined : foldLines(position.flood.folds)

export const plainFlood = (flood: Flood) =>
  flood.at === 'quiet'
    ? flood
    : {
        ...flood,
        folds: Object.fromEntries(FOLD_BY.map((by) => [by, [...flood.folds[by].values()]])) as Record<
          FoldBy,
          FoldGroup[]
        >,
      }

function notePeriod(periods: Map<number, number>, period: number): void {
  periods.set(period, (periods.get(period) ?? 0) + 1)
  if (periods.size > PERIODS_MAX) periods.delete(Math.min(...periods.keys()))
}
