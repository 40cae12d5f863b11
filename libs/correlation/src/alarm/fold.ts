/** What a flood's alarms can be folded by, finest first. */
export const FOLD_BY = ['rule', 'asset', 'zone'] as const
export type FoldBy = (typeof FOLD_BY)[number]

/** Alarms folded into one line. Samples are packed positions in alert.v1, the first and the newest ones. */
export type FoldGroup = {
  key: string
  alarms: number
  severity: number
  firstAt: number
  lastAt: number
  samples: number[]
}
export type Folds = Record<FoldBy, Map<string, FoldGroup>>

export const FOLD_SAMPLES_MAX = 5
/** Lines per dimension; above it alarms go to the line REST, so a flood of a million rules costs no memory and loses no count. */
export const FOLD_GROUPS_MAX = 200
/** Lines that an operator can take in at a glance; as many as make a flood. */
export const FOLD_LINES = 10
export const REST = '…'

export const noFolds = (): Folds => ({ rule: new Map(), asset: new Map(), zone: new Map() })

/** Counts one alarm on its line in each dimension, so that the best one can still be chosen when the flood has shown its shape. */
export function fold(
  folds: Folds,
  alarm: { rule: string; asset: string; zone: string; severity: number; at: number; sample: number },
): void {
  const keys = foldKeys(alarm)
  for (const by of FOLD_BY) {
    const groups = folds[by]
    const key = lineOf(groups, keys[by])
    const group = groups.get(key)
    if (!group) {
      const { severity, at, sample } = alarm
      // With the sample in it from the start: an array that is empty first makes room for seventeen, and there are 200 lines a zone.
      groups.set(key, { key, alarms: 1, severity, firstAt: at, lastAt: at, samples: [sample] })
      continue
    }
    group.alarms += 1
    group.severity = Math.max(group.severity, alarm.severity)
    group.firstAt = Math.min(group.firstAt, alarm.at)
    group.lastAt = Math.max(group.lastAt, alarm.at)
    if (group.samples.length === FOLD_SAMPLES_MAX) group.samples.splice(1, 1)
    group.samples.push(alarm.sample)
  }
}

/**
 * Folds best: of the dimensions that fit on FOLD_LINES lines the one that says most (most lines), else the one with
 * fewest lines; equal ones in the order rule, asset, zone. Up to FOLD_GROUPS_MAX lines the order of
 * arrival decides nothing.
 */
export function bestFold(folds: Folds): FoldBy {
  const fitting = FOLD_BY.filter((by) => folds[by].size <= FOLD_LINES)
  const lines = (by: FoldBy) => folds[by].size
  return fitting.length > 0
    ? fitting.reduce((best, by) => (lines(by) > lines(best) ? by : best))
    : FOLD_BY.reduce((best, by) => (lines(by) < lines(best) ? by : best))
}

/** Where an alarm is counted in a dimension. */
export const groupOf = (folds: Folds, by: FoldBy, alarm: { rule: string; asset: string; zone: string }): string => {
  const key = foldKeys(alarm)[by]
  return folds[by].has(key) ? key : REST
}

/** The lines of the best dimension, most alarms first. */
export const foldLines = (folds: Folds): { by: FoldBy; groups: FoldGroup[] } => {
  const by = bestFold(folds)
  return { by, groups: [...folds[by].values()].sort((a, b) => b.alarms - a.alarms || (a.key < b.key ? -1 : 1)) }
}

const foldKeys = (alarm: { rule: string; asset: string; zone: string }): Record<FoldBy, string> => ({
  rule: alarm.rule,
  asset: `${alarm.zone}/${alarm.asset}`,
  zone: alarm.zone,
})
const lineOf = (groups: Map<string, FoldGroup>, key: string): string =>
  groups.has(key) || groups.size < FOLD_GROUPS_MAX - 1 ? key : REST
