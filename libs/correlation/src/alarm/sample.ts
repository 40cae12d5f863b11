/** Where an alert stands in its partition of alert.v1, packed into one exact number: 8 bytes per sample instead of a string. */
const PLACES = 2_048
const OFFSETS = 2 ** 42

/** `index` is the place in a pack of alerts, absent for a message that is one alert. Throws on what alert.v1 cannot have (2,047 alerts a pack, 4·10¹² messages). */
export function packSample(offset: number, index?: number): number {
  const place = index === undefined ? 0 : index + 1
  if (!(offset >= 0 && offset < OFFSETS && place >= 0 && place < PLACES))
    throw new Error(`no place in alert.v1: offset ${offset}, index ${index}`)
  return offset * PLACES + place
}

/** `partition:offset`, in a pack `partition:offset:index`, as documents name it. */
export function sampleText(partition: number, packed: number): string {
  const place = packed % PLACES
  const offset = Math.floor(packed / PLACES)
  return place === 0 ? `${partition}:${offset}` : `${partition}:${offset}:${place - 1}`
}
