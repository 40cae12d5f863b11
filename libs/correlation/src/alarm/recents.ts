/**
 * The keys looked up last, in front of the index: a stream is mostly repeats of few standing alarms, and among a million keys each look-up by
 * name waits on memory half a dozen times. Holds no truth: what it misses the index knows, and leaving it out changes nothing but time.
 */
export type Recents = { rows: Int32Array; zones: Int32Array; assets: string[]; rules: string[]; points: string[] }

/** Keys remembered at most, about 400 kB: it should stay in a core's own cache. */
const RECENTS_MAX = 16_384

/** Nothing remembered yet, with places for a table of so many rows: a power of two. */
export function noRecents(capacity: number): Recents {
  const places = Math.min(RECENTS_MAX, 2 ** Math.ceil(Math.log2(capacity)))
  const texts = () => new Array<string>(places).fill('')
  return {
    rows: new Int32Array(places),
    zones: new Int32Array(places),
    assets: texts(),
    rules: texts(),
    points: texts(),
  }
}

/** The row of a key if it was looked up lately, else -1. `place` comes from `placeOf` for the same key. */
export const recentRow = (
  recents: Recents,
  place: number,
  zone: number,
  asset: string,
  rule: string,
  point: string,
): number =>
  recents.zones[place] === zone &&
  recents.assets[place] === asset &&
  recents.rules[place] === rule &&
  recents.points[place] === point
    ? recents.rows[place]!
    : -1

export function remember(
  recents: Recents,
  place: number,
  zone: number,
  asset: string,
  rule: string,
  point: string,
  row: number,
): void {
  recents.rows[place] = row
  recents.zones[place] = zone
  recents.assets[place] = asset
  recents.rules[place] = rule
  recents.points[place] = point
}

/** A row that is gone is nobody's row; zone 0 is no zone. */
export function forget(recents: Recents, place: number, row: number): void {
  if (recents.rows[place] === row) recents.zones[place] = 0
}

export function placeOf(recents: Recents, zone: number, asset: string, rule: string, point: string): number {
  let mixed = Math.imul(zone, 0x9e3779b1)
  for (let n = 0; n < asset.length; n++) mixed = Math.imul(mixed ^ asset.charCodeAt(n), 0x01000193)
  for (let n = 0; n < rule.length; n++) mixed = Math.imul(mixed ^ rule.charCodeAt(n), 0x01000193)
  for (let n = 0; n < point.length; n++) mixed = Math.imul(mixed ^ point.charCodeAt(n), 0x01000193)
  return (mixed ^ (mixed >>> 15)) & (recents.rows.length - 1)
}
