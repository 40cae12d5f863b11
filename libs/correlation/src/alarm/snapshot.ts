import type { StandingAlarm } from '@genba/contracts'
import { noAlarms, type Alarms, type Gone } from './alarms.js'
import { behind } from './changed.js'
import type { FoldBy } from './fold.js'
import { noNames, type Names } from './names.js'
import type { AlarmPolicy } from './policy.js'
import { plainFlood, type Position } from './position.js'
import { timesKept } from './rate.js'
import { noRecents } from './recents.js'
import { restoreRows, snapshotRows, type RowSnapshot } from './row-snapshot.js'
import type { AlarmSettings } from './settings.js'
import { rebuildIndex } from './table.js'
import { DIRTY, FLAGS } from './rows.js'
import { putTally, type Tally } from './tally.js'
import type { VerdictCounts } from './verdict.js'
import { putZone, resolve, unresolved, type Cause, type Zone } from './zones.js'

type PlainNames = Omit<Names, 'byText'>
type PlainPosition = Omit<Position, 'flood' | 'periods'> & {
  flood: ReturnType<typeof plainFlood>
  periods: [number, number][]
}
type PlainZone = Omit<Zone, 'policy' | 'suppressors' | 'causes' | 'position' | 'isHome' | 'seatedBy' | 'desk'> & {
  /** Absent where it is the desk's, or none yet. */
  position?: PlainPosition
  desk?: string
  causes: [string, [string, Cause][]][]
}

/** The alarm state as a checkpoint keeps it, next to the offset it stands for: JSON and nothing else. Rows are named by their number. */
export type AlarmSnapshot = {
  v: 1
  rows: RowSnapshot
  used: number
  free: number[]
  hand: number
  names: Record<'assets' | 'rules' | 'points' | 'titles', PlainNames>
  zones: PlainZone[]
  /** The positions of desks by their name; absent in what was kept before there were desks. */
  desks?: [string, PlainPosition][]
  nextZone: number
  tallies: Tally[]
  nextTally: number
  countsBefore: VerdictCounts
  unmatched: number
  forgotten: Gone
  evicted: Gone & { unseen: number }
  dirty: number[]
  lastWords: StandingAlarm[]
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
    names: {
      assets: plainNames(table.assets),
      rules: plainNames(table.rules),
      points: plainNames(table.points),
      titles: plainNames(table.titles),
    },
    zones: [...zones.byNumber.values()].map(
      ({
        policy: _policy,
        suppressors: _suppressors,
        isHome: _isHome,
        seatedBy: _seatedBy,
        causes,
        position,
        desk,
        ...zone
      }): PlainZone => ({
        ...zone,
        causes: [...causes].map(([rule, byAsset]): [string, [string, Cause][]] => [rule, [...byAsset]]),
        ...(desk === undefined ? {} : { desk }),
        ...(position && desk === undefined ? { position: plainPosition(position) } : {}),
      }),
    ),
    desks: [...zones.desks].map(([name, position]): [string, PlainPosition] => [name, plainPosition(position)]),
    nextZone: zones.next,
    tallies: [...tallies.byNumber.values()],
    nextTally: tallies.next,
    countsBefore: alarms.countsBefore,
    unmatched: alarms.unmatched,
    forgotten: alarms.forgotten,
    evicted: alarms.evicted,
    dirty: numbers(behind(alarms)),
    lastWords: alarms.lastWords,
  }
  return { ...copy(rest), rows: snapshotRows(table.rows, table.used) }
}

/** The state that goes on as if there had been no break. Settings and policy may differ from those it was taken with. */
export function restore(settings: AlarmSettings, policy: AlarmPolicy, partition: number, kept: AlarmSnapshot): Alarms {
  const { rows, ...plain } = kept
  const { zones, desks = [], tallies, names, free, dirty, ...rest } = copy(plain)
  const alarms = noAlarms(settings, partition)
  const { table } = alarms
  table.capacity = Math.max(table.capacity, rest.used)
  table.rows = restoreRows(settings, table.capacity, rows)
  const places = (numbers: readonly number[]) => numbers.map((number) => number * table.rows.stride)
  Object.assign(table, { used: rest.used, hand: rest.hand, free: places(free) })
  for (const name of ['assets', 'rules', 'points', 'titles'] as const) table[name] = namesOf(names[name])
  table.recents = noRecents(table.capacity)
  rebuildIndex(table)
  for (const { causes, position, ...zone } of zones)
    putZone(
      alarms.zones,
      Object.assign(unresolved({ ...zone, drill: zone.drill }), zone, {
        // Whether its document was written before the restart nobody knows.
        isChanged: true,
        causes: new Map(causes.map(([rule, byAsset]) => [rule, new Map(byAsset)])),
        position: position && positionFrom(position, settings),
      }),
    )
  for (const [name, position] of desks) alarms.zones.desks.set(name, positionFrom(position, settings))
  for (const zone of alarms.zones.byNumber.values()) resolve(alarms.zones, zone, policy)
  for (const tally of tallies) putTally(alarms.tallies, { ...tally, sources: tally.sources })
  alarms.zones.next = rest.nextZone
  alarms.tallies.next = rest.nextTally
  const { countsBefore, unmatched, forgotten, evicted, lastWords } = rest
  // What was on its way to the database is behind again.
  for (const row of places(dirty)) table.rows.whole[row * 2 + FLAGS]! |= DIRTY
  return Object.assign(alarms, { countsBefore, unmatched, forgotten, evicted, lastWords, dirty: places(dirty) })
}

const plainNames = ({ texts, uses, free }: Names): PlainNames => ({ texts, uses, free })
const namesOf = (plain: PlainNames): Names => ({
  ...noNames(),
  ...plain,
  byText: new Map(plain.texts.flatMap((text, n) => (plain.uses[n]! > 0 ? [[text, n] as const] : []))),
})

const plainPosition = (position: Position): PlainPosition => ({
  ...position,
  flood: plainFlood(position.flood),
  periods: [...position.periods],
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
