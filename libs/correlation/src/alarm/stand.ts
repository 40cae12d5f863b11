import type { Alert, CoverKind } from '@genba/contracts'
import { ALARM_STATES, TRANSITIONS } from './alarm-machine.js'
import type { Alarms } from './alarms.js'
import { causeStands } from './cover.js'
import { nextDue } from './due.js'
import { annunciate, mark, move } from './move.js'
import { hasBegun, noteTime } from './rate.js'
import {
  ACTIVE,
  ACTIVE_AT,
  CHATTERING,
  COVER,
  DUE_AT,
  FLAGS,
  SINCE,
  STALE,
  STANDING,
  STANDS,
  STATE,
  TIMES,
  TRIGGER,
} from './rows.js'
import { NEVER_MS } from './settings.js'
import { countHidden } from './tally.js'
import type { Verdict } from './verdict.js'
import type { Zone } from './zones.js'

const HIDDEN_AS: Record<CoverKind, 'shelved' | 'outOfService' | 'suppressed'> = {
  shelf: 'shelved',
  outOfService: 'outOfService',
  design: 'suppressed',
  maintenance: 'suppressed',
}

/** The condition is true: the alert is new work, a repeat, folded or hidden. */
export function stand(
  alarms: Alarms,
  zone: Zone,
  row: number,
  alert: Alert,
  condition: 'reported' | 'stands',
  sample: number,
): Verdict {
  const { real, whole } = alarms.table.rows
  const { settings } = alarms
  const flags = whole[row * 2 + FLAGS]!
  noteArrival(alarms, row, alert.at)
  if (flags & TRIGGER)
    causeStands(
      zone,
      alert.asset ?? '',
      alert.rule,
      alert.at,
      condition === 'stands' ? NEVER_MS : alert.at + settings.silenceMs,
    )
  const isLate = !(flags & ACTIVE) && alert.at < real[row + SINCE]!
  if (!isLate && !(flags & ACTIVE)) activate(alarms, row, alert.at)
  if (condition === 'stands' && !(flags & STANDS)) whole[row * 2 + FLAGS]! |= STANDS
  if (!(flags & CHATTERING) && hasBegun(real, row + TIMES, settings.chatter)) {
    mark(alarms, row, 'chattering', alert.at)
    real[row + DUE_AT] = nextDue(alarms, row)
  }
  const tally = whole[row * 2 + COVER] === 0 ? undefined : alarms.tallies.byNumber.get(whole[row * 2 + COVER]!)
  if (tally) {
    const counts = countHidden(tally, alert, sample, settings.fullFrom0to100)
    const is = HIDDEN_AS[tally.kind]
    return is === 'suppressed'
      ? { is, alarm: row, counts, kind: tally.kind === 'maintenance' ? 'maintenance' : 'design', by: tally.id }
      : { is, alarm: row, counts, by: tally.id }
  }
  const from = ALARM_STATES[whole[row * 2 + STATE]!]!
  const isPresented = !isLate && TRANSITIONS[from].alarm !== from
  if (isPresented) move(alarms, row, 'alarm', alert.at)
  const { repeat, chattering } = alarms.often
  repeat.alarm = chattering.alarm = row
  if (whole[row * 2 + FLAGS]! & CHATTERING) return chattering
  if (!isPresented) return repeat
  const presented = annunciate(alarms, zone, row, alert.at)
  if (presented.is === 'shown') return { is: 'new', alarm: row, counts: 'full' }
  return { is: 'folded', alarm: row, counts: 'full', by: presented.by, group: presented.group }
}

function activate(alarms: Alarms, row: number, at: number): void {
  const { real, whole } = alarms.table.rows
  whole[row * 2 + FLAGS] = (whole[row * 2 + FLAGS]! | ACTIVE) & ~(STANDING | STALE)
  real[row + ACTIVE_AT] = at
  real[row + DUE_AT] = nextDue(alarms, row)
}

function noteArrival({ table }: Alarms, row: number, at: number): void {
  const { real, stride } = table.rows
  noteTime(real, row + TIMES, stride - TIMES, at)
}
