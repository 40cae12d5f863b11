import { ALARM_STATES, type AlarmAt } from './alarm-machine.js'
import { SAMPLES_MAX, sizedColumns, type Columns } from './columns.js'
import { dropKey, findKey, putKey, sizedIndex, type KeyIndex } from './key-index.js'
import { noNames, release, retain, type Names } from './names.js'
import type { AlarmSettings } from './settings.js'

/** One row per standing alarm; the key is zone, asset and the sensor's rule. Rows keep their number for life. */
export type Table = {
  settings: AlarmSettings
  columns: Columns
  capacity: number
  /** Rows below this number were used at least once; `free` are those given back, last first. */
  used: number
  free: number[]
  index: KeyIndex
  assets: Names
  rules: Names
  titles: Names
  /** Where the next search for a row to evict begins. */
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
  return {
    settings,
    columns: sizedColumns(settings, capacity),
    capacity,
    used: 0,
    free: [],
    index: sizedIndex(capacity),
    assets: noNames(),
    rules: noNames(),
    titles: noNames(),
    hand: 0,
  }
}

export const liveRows = (table: Table): number => table.used - table.free.length
export const isLive = (table: Table, row: number): boolean => whole[row * 2 + ZONE] !== 0
export const isFull = (table: Table): boolean => table.free.length === 0 && table.used >= table.settings.alarmsMax

/** The row of a key, or -1. */
export function findRow(table: Table, zone: number, asset: string, rule: string): number {
  const assetNumber = table.assets.byText.get(asset)
  if (assetNumber === undefined) return -1
  const ruleNumber = table.rules.byText.get(rule)
  return ruleNumber === undefined ? -1 : findKey(table.index, table.columns, zone, assetNumber, ruleNumber)
}

/** A fresh row in state normal with nothing counted. The caller has made room: the table is not full. */
export function insertRow(table: Table, zone: number, asset: string, rule: string, title: string, at: number): number {
  const row = table.free.pop() ?? nextRow(table)
  const c = table.columns
  whole[row * 2 + ZONE] = zone
  whole[row * 2 + ASSET] = retain(table.assets, asset)
  whole[row * 2 + RULE] = retain(table.rules, rule)
  whole[row * 2 + NAME] = retain(table.titles, title)
  real[row + FIRST_AT] = real[row + ACTIVE_AT] = real[row + SINCE] = at
  whole[row * 2 + STATE] = whole[row * 2 + SEVERITY] = whole[row * 2 + FLAGS] = real[row + COUNT] = 0
  whole[row * 2 + COVER] = real[row + COVER_UNTIL] = whole[row * 2 + EPOCH] = real[row + DUE_AT] = whole[row * 2 + ANNUNCIATIONS] = whole[row * 2 + FLEETING] = 0
  const width = c.times.length / table.capacity
  c.times.fill(-1, row * width, (row + 1) * width)
  c.samples.fill(-1, row * SAMPLES_MAX, (row + 1) * SAMPLES_MAX)
  putKey(table.index, c, row)
  return row
}

export function removeRow(table: Table, row: number): void {
  const c = table.columns
  dropKey(table.index, c, row)
  release(table.assets, whole[row * 2 + ASSET]!)
  release(table.rules, whole[row * 2 + RULE]!)
  release(table.titles, whole[row * 2 + NAME]!)
  whole[row * 2 + ZONE] = 0
  table.free.push(row)
}

/** The row that a full table can best do without, among the few after the hand: by rank, then the longest silent. */
export function rowToEvict(table: Table): number {
  const { state } = table.columns
  let best = table.hand % table.used
  for (let look = 1; look < EVICT_LOOK; look++) {
    const row = (table.hand + look) % table.used
    const worse = RANK[state[row]!]! - RANK[state[best]!]! || lastAt(table, row) - lastAt(table, best)
    if (worse < 0) best = row
  }
  table.hand = (table.hand + EVICT_LOOK) % table.used
  return best
}

export const lastAt = (table: Table, row: number): number => table.columns.times[row * (table.columns.times.length / table.capacity)]!

function nextRow(table: Table): number {
  if (table.used === table.capacity) {
    table.capacity = Math.min(table.capacity * 2, table.settings.alarmsMax)
    table.columns = sizedColumns(table.settings, table.capacity, table.columns)
    table.index = sizedIndex(table.capacity)
    for (let row = 0; row < table.used; row++) if (isLive(table, row)) putKey(table.index, table.columns, row)
  }
  return table.used++
}
