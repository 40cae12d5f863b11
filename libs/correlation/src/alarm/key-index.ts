import { ASSET, POINT, RULE, ZONE, type Rows } from './rows.js'

/** Open addressing over rows + 1; half of the slots at least stay empty, so that a look-up ends after one or two. */
export type KeyIndex = Int32Array

export const sizedIndex = (rows: number): KeyIndex => new Int32Array(2 ** Math.ceil(Math.log2(Math.max(8, rows * 2))))

/** The row of a key, -1 when there is none. */
export function findKey(
  index: KeyIndex,
  { whole }: Rows,
  zone: number,
  asset: number,
  rule: number,
  point: number,
): number {
  const mask = index.length - 1
  for (let slot = hash(zone, asset, rule, point) & mask; ; slot = (slot + 1) & mask) {
    const row = index[slot]! - 1
    if (row < 0) return row
    const at = row * 2
    if (
      whole[at + RULE] === rule &&
      whole[at + ASSET] === asset &&
      whole[at + ZONE] === zone &&
      whole[at + POINT] === point
    )
      return row
  }
}

export function putKey(index: KeyIndex, rows: Rows, row: number): void {
  const mask = index.length - 1
  let slot = homeOf(rows, row) & mask
  while (index[slot] !== 0) slot = (slot + 1) & mask
  index[slot] = row + 1
}

/** Takes a key out and moves up those that had to step aside for it, so that no tombstones pile up. */
export function dropKey(index: KeyIndex, rows: Rows, row: number): void {
  const mask = index.length - 1
  let hole = homeOf(rows, row) & mask
  while (index[hole] !== row + 1) hole = (hole + 1) & mask
  for (let slot = (hole + 1) & mask; index[slot] !== 0; slot = (slot + 1) & mask) {
    const home = homeOf(rows, index[slot]! - 1) & mask
    if (((slot - home) & mask) < ((slot - hole) & mask)) continue
    index[hole] = index[slot]!
    hole = slot
  }
  index[hole] = 0
}

const homeOf = ({ whole }: Rows, row: number): number =>
  hash(whole[row * 2 + ZONE]!, whole[row * 2 + ASSET]!, whole[row * 2 + RULE]!, whole[row * 2 + POINT]!)

function hash(zone: number, asset: number, rule: number, point: number): number {
  let mixed =
    Math.imul(zone, 0x9e3779b1) ^
    Math.imul(asset + 0x7f4a7c15, 0x85ebca6b) ^
    Math.imul(rule + 0x165667b1, 0xc2b2ae35) ^
    Math.imul(point + 0x27d4eb2f, 0x165667b1)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
