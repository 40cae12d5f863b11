import type { Alert } from '@genba/contracts'
import type { Alarms } from './alarms.js'
import { causeGone } from './cover.js'
import { nextDue } from './due.js'
import { conditionOver } from './move.js'
import { ACTIVE, ACTIVE_AT, CHATTERING, DUE_AT, FLAGS, FLEETING, TRIGGER } from './rows.js'
import type { Verdict } from './verdict.js'
import type { Zone } from './zones.js'

const FLEETING_MAX = 0xffff

/** The source says that the condition is over. One that is not newer than the newest alert is late, and only counted. */
export function giveBack(alarms: Alarms, zone: Zone, row: number, alert: Alert, newestAt: number): Verdict {
  const { real, whole } = alarms.table.rows
  const flags = whole[row * 2 + FLAGS]!
  if (flags & ACTIVE && alert.at > newestAt) {
    if (alert.at - real[row + ACTIVE_AT]! < alarms.settings.fleetingMs && !(flags & CHATTERING))
      whole[row * 2 + FLEETING] = Math.min(whole[row * 2 + FLEETING]! + 1, FLEETING_MAX)
    conditionOver(alarms, row, alert.at)
    if (flags & TRIGGER) causeGone(zone, alert.asset ?? '', alert.rule, alert.at)
    real[row + DUE_AT] = nextDue(alarms, row)
  }
  return { is: 'returned', alarm: row, counts: 'support' }
}
