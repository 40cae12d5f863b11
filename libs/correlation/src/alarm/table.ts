import type { Alert } from '@genba/contracts'
import { ALARM_STATES, type AlarmAt } from './alarm-machine.js'
import { dropKey, findKey, putKey, sizedIndex, type KeyIndex } from './key-index.js'
import { noNames, release, retain, type Names } from './names.js'
import { forget, noRecents, placeOf, recentRow, remember, type Recents } from './recents.js'
import {
  ACTIVE_AT,
  ASSET,
  FIRST_AT,
  lastAt,
  NAME,
  POINT,
  roomFor,
  RULE,
  SAMPLES,
  SAMPLES_MAX,
  SINCE,
  STATE,
  TIMES,
  ZONE,
  type Rows,
} from './rows.js'
import type { AlarmSettings } from './settings.js'

/** One row per standing alarm; the key is zone, asset, the sensor's rule and, of a process alert, the measured value. A row keeps its place for life. */
export type Table = {
  settings: AlarmSettings
  rows: Rows
  capacity: number
  /** Rows that were used at least once, from the front; `free` are those given back, last first. */
  used: number
  free: number[]
  index: KeyIndex
  recents: Recents
  assets: Names
  rules: Names
  points: Names
  titles: Names
  /** How many rows the search for one to evict has walked. */
  hand: number
}

const FIRST_ROWS = 64
/** Rows looked at for each eviction: enough to find a bad one, few enough that a full table stays fast. */
const EVICT_LOOK = 32
/** Who goes first when the table is full: what needs nobody, last what nobody has seen yet. */
const EVICT_RANK: Record<AlarmAt, number> = {
  normal: 0,
  returnedUnacknowledged: 1,
  suppressedByDesign: 2,
  acknowledged: 3,
  latchedAcknowledged: 3,
  shelved: 4,
  outOfService: 4,
  unacknowledged: 5,
  latchedUnacknowledged: 5,
}
const RANK = ALARM_STATES.map((at) => EVICT_RANK[at])

export function emptyTable(settings: AlarmSettings): Table {
  const capacity = Math.min(FIRST_ROWS, settings.alarmsMax)
  const names = { assets: noNames(), rules: noNames(), points: noNames(), titles: noNames() }
  const rows = roomFor(settings, capacity)
  const index = sizedIndex(capacity)
  return { settings, rows, capacity, used: 0, free: [], index, recents: noRecents(capacity), ...names, hand: 0 }
}

export const liveCount = (table: Table): number => table.used - table.free.length
export const isLive = ({ rows }: Table, row: number): boolean => rows.whole[row * 2 + ZONE] !== 0
export const isFull = (table: Table): boolean => table.free.length === 0 && table.used >= table.settings.alarmsMax

/** The rows that hold an alarm, in the order of their places. */
export function* liveRows(table: Table): Generator<number> {
  for (let row = 0; row < table.used * table.rows.stride; row += table.rows.stride) if (isLive(table, row)) yield row
}

/** The row of a key, or -1. */
export function findRow(table: Table, zone: number, asset: string, rule: string, point: string): number {
  const place = placeOf(table.recents, zone, asset, rule, point)
  const recent = recentRow(table.recents, place, zone, asset, rule, point)
  if (recent >= 0) return recent
  const assetNumber = table.assets.byText.get(asset)
  const ruleNumber = table.rules.byText.get(rule)
  const pointNumber = table.points.byText.get(point)
  if (assetNumber === undefined || ruleNumber === undefined || pointNumber === undefined) return -1
  const row = findKey(table.index, table.rows, zone, assetNumber, ruleNumber, pointNumber)
  // The table's own copies: the alert's strings would keep its whole record alive where the parser shares it.
  if (row >= 0)
    remember(
      table.recents,
      place,
      zone,
      table.assets.texts[assetNumber]!,
      table.rules.texts[ruleNumber]!,
      table.points.texts[pointNumber]!,
      row,
    )
  return row
}

/** A fresh row in state normal with nothing counted. The caller has made room: the table is not full. */
export function insertRow(
  table: Table,
  zone: number,
  { asset = '', rule, name, at }: Pick<Alert, 'asset' | 'rule' | 'name' | 'at'>,
  point: string,
): number {
  const row = table.free.pop() ?? nextRow(table)
  const { real, whole, stride } = table.rows
  real.fill(0, row, row + stride)
  real.fill(-1, row + SAMPLES, row + SAMPLES + SAMPLES_MAX)
  real.fill(-1, row + TIMES, row + stride)
  whole[row * 2 + ZONE] = zone
  whole[row * 2 + ASSET] = retain(table.assets, asset)
  whole[row * 2 + RULE] = retain(table.rules, rule)
  whole[row * 2 + NAME] = retain(table.titles, name)
  whole[row * 2 + POINT] = retain(table.points, point)
  real[row + FIRST_AT] = real[row + ACTIVE_AT] = real[row + SINCE] = at
  putKey(table.index, table.rows, row)
  return row
}

export function removeRow(table: Table, row: number): void {
  const { real, whole, stride } = table.rows
  dropKey(table.index, table.rows, row)
  const place = placeOf(
    table.recents,
    whole[row * 2 + ZONE]!,
    table.assets.texts[whole[row * 2 + ASSET]!]!,
    table.rules.texts[whole[row * 2 + RULE]!]!,
    table.points.texts[whole[row * 2 + POINT]!]!,
  )
  forget(table.recents, place, row)
  release(table.assets, whole[row * 2 + ASSET]!)
  release(table.rules, whole[row * 2 + RULE]!)
  release(table.points, whole[row * 2 + POINT]!)
  release(table.titles, whole[row * 2 + NAME]!)
  real.fill(0, row, row + stride)
  table.free.push(row)
}

/** The row that a full table can best do without, among the few after the hand: by rank, then the longest silent. */
export function rowToEvict(table: Table): number {
  const { rows, used } = table
  const { whole, stride } = rows
  let best = (table.hand % used) * stride
  for (let look = 1; look < EVICT_LOOK; look++) {
    const row = ((table.hand + look) % used) * stride
    const rank = RANK[whole[row * 2 + STATE]!]! - RANK[whole[best * 2 + STATE]!]!
    if ((rank || lastAt(rows, row) - lastAt(rows, best)) < 0) best = row
  }
  table.hand = (table.hand + EVICT_LOOK) % used
  return best
}

/** Puts every row into an index of the table's size: after growing, after a restart. */
export function rebuildIndex(table: Table): void {
  table.index = sizedIndex(table.capacity)
  for (const row of liveRows(table)) putKey(table.index, table.rows, row)
}

function nextRow(table: Table): number {
  if (table.used === table.capacity) {
    table.capacity = Math.min(table.capacity * 2, table.settings.alarmsMax)
    table.rows = roomFor(table.settings, table.capacity, table.rows)
    table.recents = noRecents(table.capacity)
    rebuildIndex(table)
  }
  return table.used++ * table.rows.stride
}
