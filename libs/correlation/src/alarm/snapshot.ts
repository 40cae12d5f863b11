import { noAlarms, type Alarms, type Gone, type VerdictKind } from './alarms.js'
import { sizedColumns, widthOf, type ColumnName } from './columns.js'
import { noNames, type Names } from './names.js'
import { plainFlood, type Position } from './position.js'
import { FOLD_BY } from './fold.js'
import { timesKept } from './rate.js'
import type { AlarmSettings } from './settings.js'
import { isLive, type Table } from './table.js'
import { putKey, sizedIndex } from './key-index.js'
import { putTally, type Tally } from './tally.js'
import { putZone, unresolved, type Cause, type Zone } from './zones.js'

type PlainNames = Omit<Names, 'byText'>
type PlainPosition = Omit<Position, 'flood' | 'periods'> & { flood: ReturnType<typeof plainFlood>; periods: [number, number][] }
type PlainZone = Pick<Zone, 'number' | 'plant' | 'zone' | 'drill' | 'lastAt' | 'rows' | 'epoch'> & { causes: [string, [string, Cause][]][] }

/** The alarm state as a checkpoint keeps it, next to the offset it stands for: JSON and nothing else, column by column. */
export type AlarmSnapshot = {
  v: 1
  columns: Record<ColumnName, ArrayLike<number>>
  timesKept: number
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
  const columns = {} as Record<ColumnName, number[]>
  for (const name of Object.keys(table.columns) as ColumnName[]) columns[name] = Array.from(table.columns[name].subarray(0, table.used * widthOf(name, alarms.settings)))
  const rest: Omit<AlarmSnapshot, 'columns'> = {
    v: 1,
    timesKept: timesKept(alarms.settings.chatter),
    used: table.used,
    free: table.free,
    hand: table.hand,
    names: { assets: plainNames(table.assets), rules: plainNames(table.rules), titles: plainNames(table.titles) },
    zones: [...zones.byNumber.values()].map(({ number, plant, zone, drill, lastAt, rows, epoch, causes }) => ({
      number,
      plant,
      zone,
      drill,
      lastAt,
      rows,
      epoch,
      causes: [...causes].map(([rule, byAsset]): [string, [string, Cause][]] => [rule, [...byAsset]]),
    })),
    nextZone: zones.next,
    positions: [...alarms.positions.values()].map((position) => ({ ...position, flood: plainFlood(position.flood), periods: [...position.periods] })),
    tallies: [...tallies.byNumber.values()],
    nextTally: tallies.next,
    counts: alarms.counts,
    unmatched: alarms.unmatched,
    forgotten: alarms.forgotten,
    evicted: alarms.evicted,
    sweptAt: alarms.sweptAt,
    dirty: alarms.dirty,
  }
  return { ...copy(rest), columns }
}

/** The state that goes on as if there had been no break. Settings may differ from those it was taken with. */
export function restore(settings: AlarmSettings, kept: AlarmSnapshot): Alarms {
  const { columns, ...plain } = kept
  const { zones, positions, tallies, ...rest } = copy(plain)
  const alarms = noAlarms(settings)
  const table = alarms.table
  Object.assign(table, { used: rest.used, free: rest.free, hand: rest.hand, capacity: Math.max(table.capacity, rest.used) })
  table.columns = sizedColumns(settings, table.capacity, { ...columns, times: rewidened(columns.times, rest.timesKept, timesKept(settings.chatter)) })
  for (const name of ['assets', 'rules', 'titles'] as const) table[name] = namesOf(rest.names[name])
  rebuildIndex(table)
  for (const { causes, ...zone } of zones)
    putZone(alarms.zones, { ...unresolved(zone), lastAt: zone.lastAt, rows: zone.rows, epoch: zone.epoch, causes: new Map(causes.map(([rule, byAsset]) => [rule, new Map(byAsset)])) })
  alarms.zones.next = rest.nextZone
  for (const tally of tallies) putTally(alarms.tallies, tally)
  alarms.tallies.next = rest.nextTally
  for (const position of positions) alarms.positions.set(position.id, positionFrom(position, settings))
  const { counts, unmatched, forgotten, evicted, sweptAt, dirty } = rest
  return Object.assign(alarms, { counts, unmatched, forgotten, evicted, sweptAt, dirty })
}

const plainNames = ({ texts, uses, free }: Names): PlainNames => ({ texts, uses, free })
const namesOf = (plain: PlainNames): Names => ({ ...noNames(), ...plain, byText: new Map(plain.texts.flatMap((text, n) => (plain.uses[n]! > 0 ? [[text, n] as const] : []))) })

function rebuildIndex(table: Table): void {
  table.index = sizedIndex(table.capacity)
  for (let row = 0; row < table.used; row++) if (isLive(table, row)) putKey(table.index, table.columns, row)
}

function positionFrom(plain: PlainPosition, settings: AlarmSettings): Position {
  const { flood } = plain
  const folds = (by: (typeof FOLD_BY)[number]) => new Map(flood.at === 'quiet' ? [] : flood.folds[by].map((group) => [group.key, group] as const))
  const times = Array.from({ length: timesKept(settings.flood) }, (_, n) => plain.times[n] ?? -1)
  return { ...plain, times, periods: new Map(plain.periods), flood: flood.at === 'quiet' ? flood : { ...flood, folds: { rule: folds('rule'), asset: folds('asset'), zone: folds('zone') } } }
}

/** A changed chatter setting keeps more or fewer times per row: the newest stay, none is made up. */
function rewidened(times: ArrayLike<number>, from: number, to: number): ArrayLike<number> {
  if (from === to) return times
  const rows = times.length / from
  return Float64Array.from({ length: rows * to }, (_, n) => (n % to < from ? times[Math.floor(n / to) * from + (n % to)]! : -1))
}

/** One copy on the way out and one on the way in, so that neither side can change the other. Columns are copied where they are cut. */
function copy<T>(plain: T): T {
  if (plain === null || typeof plain !== 'object') return plain
  if (Array.isArray(plain)) return plain.map((each: unknown) => copy(each)) as T
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, copy(value)])) as T
}
