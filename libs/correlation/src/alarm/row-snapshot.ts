import {
  ACTIVE_AT,
  ANNUNCIATIONS,
  ASSET,
  COUNT,
  COVER,
  COVER_UNTIL,
  DUE_AT,
  EPOCH,
  FIRST_AT,
  FLAGS,
  FLEETING,
  NAME,
  POINT,
  roomFor,
  RULE,
  SAMPLES,
  SAMPLES_MAX,
  SEVERITY,
  SINCE,
  STATE,
  TIMES,
  ZONE,
  type Rows,
} from './rows.js'
import type { AlarmSettings } from './settings.js'

const REALS = {
  activeAt: ACTIVE_AT,
  coverUntil: COVER_UNTIL,
  dueAt: DUE_AT,
  count: COUNT,
  firstAt: FIRST_AT,
  since: SINCE,
}
const WHOLES = {
  name: NAME,
  annunciations: ANNUNCIATIONS,
  fleeting: FLEETING,
  zone: ZONE,
  asset: ASSET,
  point: POINT,
  rule: RULE,
  epoch: EPOCH,
  cover: COVER,
  flags: FLAGS,
  state: STATE,
  severity: SEVERITY,
}
type Field = keyof typeof REALS | keyof typeof WHOLES

/** Rows as a checkpoint keeps them: a list of numbers for each field by its name, so that the layout in memory may change. */
export type RowSnapshot = Record<Field | 'times' | 'samples', number[]> & { timesKept: number }

export function snapshotRows({ real, whole, stride }: Rows, used: number): RowSnapshot {
  const kept: Record<string, number[]> = {}
  for (const [name, at] of Object.entries(REALS)) kept[name] = every(used, (n) => real[n * stride + at]!)
  for (const [name, at] of Object.entries(WHOLES)) kept[name] = every(used, (n) => whole[n * stride * 2 + at]!)
  const width = stride - TIMES
  kept['samples'] = every(
    used * SAMPLES_MAX,
    (n) => real[Math.floor(n / SAMPLES_MAX) * stride + SAMPLES + (n % SAMPLES_MAX)]!,
  )
  kept['times'] = every(used * width, (n) => real[Math.floor(n / width) * stride + TIMES + (n % width)]!)
  return { ...(kept as Record<Field | 'times' | 'samples', number[]>), timesKept: width }
}

/** A changed chatter setting keeps more or fewer times per row: the newest stay, none is made up. */
export function restoreRows(settings: AlarmSettings, capacity: number, kept: RowSnapshot): Rows {
  const rows = roomFor(settings, capacity)
  const { real, whole, stride } = rows
  for (const [name, at] of Object.entries(REALS))
    kept[name as Field].forEach((each, n) => (real[n * stride + at] = each))
  for (const [name, at] of Object.entries(WHOLES))
    kept[name as Field].forEach((each, n) => (whole[n * stride * 2 + at] = each))
  kept.samples.forEach((each, n) => (real[Math.floor(n / SAMPLES_MAX) * stride + SAMPLES + (n % SAMPLES_MAX)] = each))
  const width = stride - TIMES
  kept.count.forEach((_, n) => {
    for (let k = 0; k < width; k++)
      real[n * stride + TIMES + k] = k < kept.timesKept ? kept.times[n * kept.timesKept + k]! : -1
  })
  return rows
}

const every = (length: number, read: (n: number) => number): number[] => Array.from({ length }, (_, n) => read(n))
