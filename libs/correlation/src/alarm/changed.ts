import type { StandingAlarm } from '@genba/contracts'
import { markChanged, type Alarms } from './alarms.js'
import { readAlarm } from './read-alarm.js'
import { DIRTY, FLAGS } from './rows.js'
import { isLive } from './table.js'

/**
 * The alarms whose documents are behind, at most `max` and each id once: the last words of those that are gone, then the oldest change
 * first. They count as behind until `settleChanged` says that they were written, also in a checkpoint that is made meanwhile.
 */
export function takeChanged(alarms: Alarms, max: number): StandingAlarm[] {
  return alarms.lastWords.length > 0 ? takeWords(alarms, max) : takeRows(alarms, max)
}

/** Ends what `takeChanged` began; what was not written is handed out again. */
export function settleChanged(alarms: Alarms, isWritten: boolean): void {
  const { writing } = alarms
  if (isWritten) alarms.lastWords.splice(0, writing.words)
  alarms.writing = { words: 0, rows: [] }
  if (!isWritten) for (const row of writing.rows) if (isLive(alarms.table, row)) markChanged(alarms, row)
}

/** For who writes no documents: what waits to be written would only grow, and hold up what is to be forgotten. */
export function dropWords(alarms: Alarms): void {
  alarms.lastWords = []
  alarms.told = []
}

/** Rows whose document is behind. Rows are used again, so one may stand in the list more than once. */
export const behind = ({ dirty, dirtyFrom, writing, table }: Alarms): number[] =>
  [...new Set([...writing.rows, ...dirty.slice(dirtyFrom)])].filter(
    (row) => isLive(table, row) && (writing.rows.includes(row) || table.rows.whole[row * 2 + FLAGS]! & DIRTY),
  )

function takeWords(alarms: Alarms, max: number): StandingAlarm[] {
  const ids = new Set<string>()
  for (const { id } of alarms.lastWords) {
    if (ids.size === max || ids.has(id)) break
    ids.add(id)
  }
  alarms.writing = { words: ids.size, rows: [] }
  return alarms.lastWords.slice(0, ids.size)
}

function takeRows(alarms: Alarms, max: number): StandingAlarm[] {
  const { dirty, table } = alarms
  const { whole } = table.rows
  const rows: number[] = []
  for (; alarms.dirtyFrom < dirty.length && rows.length < max; alarms.dirtyFrom++) {
    const row = dirty[alarms.dirtyFrom]!
    if (!isLive(table, row) || !(whole[row * 2 + FLAGS]! & DIRTY)) continue
    whole[row * 2 + FLAGS]! &= ~DIRTY
    rows.push(row)
  }
  // Let go in heaps: else a million alarms that wait would be moved for each few that are taken.
  if (alarms.dirtyFrom * 2 >= dirty.length) {
    alarms.dirty = dirty.slice(alarms.dirtyFrom)
    alarms.dirtyFrom = 0
  }
  alarms.writing = { words: 0, rows }
  return rows.map((row) => readAlarm(alarms, row))
}
