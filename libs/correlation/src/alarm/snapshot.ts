import { noAlarms, type Alarms, type Gone, type VerdictKind } from './alarms.js'
import type { FoldBy } from './fold.js'
import { noNames, type Names } from './names.js'
import type { AlarmPolicy } from './policy.js'
import { plainFlood, type Position } from './position.js'
import { timesKept } from './rate.js'
import { noRecents } from './recents.js'
import { restoreRows, snapshotRows, type RowSnapshot } from './row-snapshot.js'
import type { AlarmSettings } from './settings.js'
import { rebuildIndex } from './table.js'
import { putTally, type Tally } from './tally.js'
import { putZone, resolve, unresolved, type Cause, type Zone } from './zones.js'

type PlainNames = Omit<Names, 'byText'>
type PlainPosition = Omit<Position, 'flood' | 'periods'> & {
  flood: ReturnType<typeof plainFlood>
  periods: [number, number][]
}
type PlainZone = Pick<Zone, 'number' | 'plant' | 'zone' | 'drill' | 'usedAt' | 'rows' | 'epoch' | 'policyVersion'> & {
  causes: [string, [string, Cause][]][]
}

/** The alarm state as a checkpoint keeps it, next to the offset it stands for: JSON and nothing else. Rows are named by their number. */
export type AlarmSnapshot = {
  v: 1
  rows: RowSnapshot
  used: number
  free: number[]
  hand: number
  names: { assets: PlainNames; rules: PlainNames; titles: PlainNames }
  zones: PlainZone[]
  nextZone: number
  positions: PlainPosition[]
  tallies: Tally[]
  nextTally: number
  counts: Record<VerdictKind, number>
  unmatched: number
  forgotten: Gone
  evicted: Gone & { unseen: number }
  sweptAt: number
  dirty: number[]
}

/** Copies the state between two calls; what happens afterwards does not show in it. */
export function snapshot(alarms: Alarms): AlarmSnapshot {
  const { table, zones, tallies } = alarms
  const numbers = (rows: readonly number[]) => rows.map((row) => row / table.rows.stride)
  const rest: Omit<AlarmSnapshot, 'rows'> = {
    v: 1,
    used: table.used,
    free: numbers(table.free),
    hand: table.hand,
    names: { assets: plainNames(table.assets), rules: plainNames(table.rules), titles: plainNames(table.titles) },
    zones: [...zones.byNumber.values()].map(
      ({ number, plant, zone, drill, usedAt, rows, epoch, policyVersion, causes }) => ({
        ...{ number, plant, zone, drill, usedAt, rows, epoch, policyVersion },
        causes: [...causes].map(([rule, byAsset]): [string, [string, Cause][]] => [rule, [...byAsset]]),
      }),
    ),
    nextZone: zones.next,
    positions: [...alarms.positions.values()].map((position) => ({
      ...position,
      flood: plainFlood(position.flood),
      periods: [...position.periods],
    })),
    tallies: [...tallies.byNumber.values()],
    nextTally: tallies.next,
    counts: alarms.counts,
    unmatched: alarms.unmatched,
    forgotten: alarms.forgotten,
    evicted: alarms.evicted,
    sweptAt: alarms.sweptAt,
    dirty: numbers(alarms.dirty),
  }
  return { ...copy(rest), rows: snapshotRows(table.rows, table.used) }
}

/** The state that goes on as if there had been no break. Settings and policy may differ from those it was taken with. */
export function restore(settings: AlarmSettings, policy: AlarmPolicy, kept: AlarmSnapshot): Alarms {
  const { rows, ...plain } = kept
  const { zones, positions, tallies, names, free, dirty, ...rest } = copy(plain)
  const alarms = noAlarms(settings)
  const { table } = alarms
  table.capacity = Math.max(table.capacity, rest.used)
  table.rows = restoreRows(settings, table.capacity, rows)
  const places = (numbers: readonly number[]) => numbers.map((number) => number * table.rows.stride)
  Object.assign(table, { used: rest.used, hand: rest.hand, free: places(free) })
  for (const name of ['assets', 'rules', 'titles'] as const) table[name] = namesOf(names[name])
  table.recents = noRecents(table.capacity)
  rebuildIndex(table)
  for (const { causes, ...zone } of zones)
    putZone(
      alarms.zones,
      Object.assign(unresolved({ ...zone, drill: zone.drill }), zone, {
        causes: new Map(causes.map(([rule, byAsset]) => [rule, new Map(byAsset)])),
      }),
    )
  for (const zone of alarms.zones.byNumber.values()) resolve(zone, policy)
  for (const tally of tallies) putTally(alarms.tallies, { ...tally, sources: tally.sources })
  for (const position of positions) alarms.positions.set(position.id, positionFrom(position, settings))
  alarms.zones.next = rest.nextZone
  alarms.tallies.next = rest.nextTally
  const { counts, unmatched, forgotten, evicted, sweptAt } = rest
  return Object.assign(alarms, { counts, unmatched, forgotten, evicted, sweptAt, dirty: places(dirty) })
}

const plainNames = ({ texts, uses, free }: Names): PlainNames => ({ texts, uses, free })
const namesOf = (plain: PlainNames): Names => ({
  ...noNames(),
  ...plain,
  byText: new Map(plain.texts.flatMap((text, n) => (plain.uses[n]! > 0 ? [[text, n] as const] : []))),
})

function positionFrom(plain: PlainPosition, settings: AlarmSettings): Position {
  const { flood } = plain
  const times = Array.from({ length: timesKept(settings.flood) }, (_, n) => plain.times[n] ?? -1)
  const lines = (by: FoldBy) => new Map(flood.at === 'quiet' ? [] : flood.folds[by].map((group) => [group.key, group]))
  const folds = { rule: lines('rule'), asset: lines('asset'), zone: lines('zone') }
  return { ...plain, times, periods: new Map(plain.periods), flood: flood.at === 'quiet' ? flood : { ...flood, folds } }
}

/** One copy on the way out and one on the way in, so that neither side can change the other. Rows are copied where they are read. */
function copy<T>(plain: T): T {
  if (plain === null || typeof plain !== 'object') return plain
  if (Array.isArray(plain)) return plain.map((each: unknown) => copy(each)) as T
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, copy(value)])) as T
}
