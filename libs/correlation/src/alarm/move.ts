import { ALARM_STATES, TRANSITIONS, type AlarmEvent } from './alarm-machine.js'
import { markChanged, positionOf, tell, type Alarms } from './alarms.js'
import { present, settlePosition, type Presented } from './position.js'
import { idOf } from './read-alarm.js'
import {
  ACTIVE,
  ANNUNCIATIONS,
  ASSET,
  CHATTERING,
  FLAGS,
  LATCHES,
  RULE,
  SAMPLES,
  SAMPLES_MAX,
  SEVERITY,
  SINCE,
  STALE,
  STANDING,
  STATE,
} from './rows.js'
import { positionName, type Zone } from './zones.js'

/** Makes one transition of the table; what is refused or stays changes nothing. All but an alert's own is told: that one has its verdict. */
export function move(alarms: Alarms, row: number, event: AlarmEvent, at: number): 'moved' | 'stayed' | 'refused' {
  const { real, whole } = alarms.table.rows
  const from = ALARM_STATES[whole[row * 2 + STATE]!]!
  const to = TRANSITIONS[from][event]
  if (to === 'refused') return 'refused'
  if (to === from) return 'stayed'
  whole[row * 2 + STATE] = ALARM_STATES.indexOf(to)
  real[row + SINCE] = at
  markChanged(alarms, row)
  if (event !== 'alarm') tell(alarms, () => ({ is: 'moved', id: idOf(alarms, row), from, to, at }))
  return 'moved'
}

/** The condition is over: known by the source's word or by its silence. */
export function conditionOver(alarms: Alarms, row: number, at: number): void {
  const { whole } = alarms.table.rows
  move(alarms, row, whole[row * 2 + FLAGS]! & LATCHES ? 'returnLatched' : 'return', at)
  whole[row * 2 + FLAGS]! &= ~(ACTIVE | STANDING | STALE)
  markChanged(alarms, row)
}

const BIT = { standing: STANDING, stale: STALE, chattering: CHATTERING } as const

/** A quality of the row that people are told once. */
export function mark(
  alarms: Alarms,
  row: number,
  is: 'chattering' | 'steady' | 'standing' | 'stale',
  at: number,
): void {
  const { whole } = alarms.table.rows
  if (is === 'steady') whole[row * 2 + FLAGS]! &= ~CHATTERING
  else whole[row * 2 + FLAGS]! |= BIT[is]
  markChanged(alarms, row)
  tell(alarms, () => ({ is, id: idOf(alarms, row), at }))
}

/** Presents the alarm to its operator position, by itself or folded into a flood's line. */
export function annunciate(alarms: Alarms, zone: Zone, row: number, at: number): Presented {
  const { assets, rules, rows } = alarms.table
  const { real, whole } = rows
  whole[row * 2 + ANNUNCIATIONS]! += 1
  const position = positionOf(alarms, zone)
  const ended = settlePosition(position, alarms.settings, at)
  if (ended) tell(alarms, () => ({ is: 'floodEnded', position: positionName(zone), flood: ended }))
  const wasQuiet = position.flood.at === 'quiet'
  const presented = present(position, alarms.settings, {
    rule: rules.texts[whole[row * 2 + RULE]!]!,
    asset: assets.texts[whole[row * 2 + ASSET]!]!,
    zone: zone.zone,
    severity: whole[row * 2 + SEVERITY]!,
    at,
    sample: newestSample(real, row),
  })
  if (wasQuiet && presented.is === 'folded')
    tell(alarms, () => ({ is: 'floodBegan', position: positionName(zone), at }))
  return presented
}

function newestSample(real: Float64Array, row: number): number {
  let newest = -1
  for (let n = 0; n < SAMPLES_MAX; n++) newest = Math.max(newest, real[row + SAMPLES + n]!)
  return newest
}
