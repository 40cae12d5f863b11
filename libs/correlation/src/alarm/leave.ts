import { ALARM_STATES } from './alarm-machine.js'
import { tell, TOLD_MAX, type Alarms } from './alarms.js'
import { ASSET, COUNT, DIRTY, FLAGS, lastAt, RULE, STATE, TRIGGER, ZONE } from './rows.js'
import { causeGone } from './cover.js'
import { readAlarm } from './read-alarm.js'
import { isFull, isLive, removeRow, rowToEvict } from './table.js'

/** Takes a row out of the table, counts what it had counted, and keeps its last word to be written. */
export function leave(alarms: Alarms, row: number, is: 'forgotten' | 'evicted'): void {
  const { assets, rules } = alarms.table
  const { real, whole } = alarms.table.rows
  const at = ALARM_STATES[whole[row * 2 + STATE]!]!
  alarms[is].rows += 1
  alarms[is].alerts += real[row + COUNT]!
  if (is === 'evicted' && (at === 'unacknowledged' || at === 'latchedUnacknowledged')) alarms.evicted.unseen += 1
  const word = readAlarm(alarms, row)
  if (canTell(alarms)) alarms.lastWords.push(word)
  else alarms.untold += 1
  tell(alarms, () => ({ is, id: word.id, count: word.count }))
  const zone = alarms.zones.byNumber.get(whole[row * 2 + ZONE]!)!
  zone.rows -= 1
  // Nobody will tell its end any more: its consequences must not stay hidden for ever.
  if (whole[row * 2 + FLAGS]! & TRIGGER)
    causeGone(
      zone,
      assets.texts[whole[row * 2 + ASSET]!]!,
      rules.texts[whole[row * 2 + RULE]!]!,
      lastAt(alarms.table.rows, row),
    )
  removeRow(alarms.table, row)
  // Rows are used again: the list of those to be written stays below two entries per row.
  if (alarms.dirty.length > alarms.table.capacity * 2) {
    alarms.dirty = stillDirty(alarms)
    alarms.dirtyFrom = 0
  }
}

/** Room for one more row: a full table gives up the one it can best do without. */
export function makeRoom(alarms: Alarms): void {
  if (isFull(alarms.table)) leave(alarms, rowToEvict(alarms.table), 'evicted')
}

/** Whether another last word still fits until they are written. */
export const canTell = (alarms: Alarms): boolean => alarms.lastWords.length < TOLD_MAX

const stillDirty = ({ dirty, dirtyFrom, table }: Alarms): number[] =>
  [...new Set(dirty.slice(dirtyFrom))].filter((row) => isLive(table, row) && table.rows.whole[row * 2 + FLAGS]! & DIRTY)
