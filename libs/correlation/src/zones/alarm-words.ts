import type { Alert } from '@genba/contracts'
import { COUNT } from '../alarm/rows.js'
import { askStanding, isSame, type Look } from './standing.js'
import type { PartitionState } from './state.js'

/** What windows and signals need of an alarm. One object for each, which also tells alarms apart; made when a rule first means the alarm. */
export type AlarmWords = { rule: string; asset: string | undefined; name: string; place: number }

/** No row: a return of an alarm that nobody knew. */
const NOWHERE = -1

/** What the standing rules say of the alert, which its alarm remembers: nine of ten alerts repeat one. */
export function lookAt(state: PartitionState, row: number | undefined, alert: Alert): Look {
  if (row === undefined) return askStanding(state.pack, state.said, alert)
  const place = placeOf(state, row)
  const known = state.looks[place]
  if (known && isSame(state.said, known, alert)) return known
  const look = askStanding(state.pack, state.said, alert)
  state.looks[place] = look
  return look
}

/** The words of the alarm on that row; of a row that is used anew they are new ones. */
export function wordsOf(state: PartitionState, row: number | undefined, alert: Alert): AlarmWords {
  if (row === undefined) return { rule: alert.rule, asset: alert.asset, name: alert.name, place: NOWHERE }
  const place = placeOf(state, row)
  const known = state.words[place]
  if (known && state.alarms.table.rows.real[row + COUNT] !== 1) {
    known.name = alert.name
    return known
  }
  const words: AlarmWords = { rule: alert.rule, asset: alert.asset, name: alert.name, place }
  state.words[place] = words
  return words
}

const placeOf = ({ alarms }: PartitionState, row: number): number => row / alarms.table.rows.stride
