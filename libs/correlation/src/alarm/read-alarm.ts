import { never, type AlarmState, type StandingAlarm } from '@genba/contracts'
import { ALARM_STATES } from './alarm-machine.js'
import type { Alarms } from './alarms.js'
import {
  ACTIVE,
  ANNUNCIATIONS,
  ASSET,
  CHATTERING,
  COUNT,
  COVER,
  FIRST_AT,
  FLAGS,
  FLEETING,
  lastAt,
  NAME,
  RULE,
  SAMPLES,
  SAMPLES_MAX,
  SEVERITY,
  SINCE,
  STALE,
  STANDING,
  STATE,
  ZONE,
} from './rows.js'
import { sampleText } from './sample.js'

/** `plant/zone/asset/rule`, `-` for no asset, the drill behind it: the alarm document's `_id`. */
export const alarmId = (key: {
  plant: string
  zone: string
  asset?: string | undefined
  rule: string
  drill?: string | undefined
}): string =>
  `${key.plant}/${key.zone}/${key.asset || '-'}/${key.rule}${key.drill === undefined ? '' : `~${key.drill}`}`

export function idOf(alarms: Alarms, row: number): string {
  const { assets, rules } = alarms.table
  const { whole } = alarms.table.rows
  const zone = alarms.zones.byNumber.get(whole[row * 2 + ZONE]!)!
  return alarmId({ ...zone, asset: assets.texts[whole[row * 2 + ASSET]!]!, rule: rules.texts[whole[row * 2 + RULE]!]! })
}

/** The alarm behind a verdict's row number, as its document shows it. */
export function readAlarm(alarms: Alarms, row: number): StandingAlarm {
  const { rows, assets, rules, titles } = alarms.table
  const { real, whole } = rows
  const zone = alarms.zones.byNumber.get(whole[row * 2 + ZONE]!)!
  const asset = assets.texts[whole[row * 2 + ASSET]!]!
  const flags = whole[row * 2 + FLAGS]!
  return {
    v: 1,
    id: idOf(alarms, row),
    plant: zone.plant,
    zone: zone.zone,
    ...(asset === '' ? {} : { asset }),
    rule: rules.texts[whole[row * 2 + RULE]!]!,
    name: titles.texts[whole[row * 2 + NAME]!]!,
    severity: whole[row * 2 + SEVERITY]!,
    count: real[row + COUNT]!,
    firstAt: real[row + FIRST_AT]!,
    lastAt: lastAt(rows, row),
    samples: samplesOf(alarms, row).map(sampleText),
    state: stateOf(alarms, row),
    rhythm: flags & CHATTERING ? 'chattering' : 'steady',
    age: flags & STALE ? 'stale' : flags & STANDING ? 'standing' : 'fresh',
    annunciations: whole[row * 2 + ANNUNCIATIONS]!,
    fleeting: whole[row * 2 + FLEETING]!,
    ...(zone.drill === undefined ? {} : { drill: zone.drill }),
  }
}

export function stateOf(alarms: Alarms, row: number): AlarmState {
  const { real, whole } = alarms.table.rows
  const at = ALARM_STATES[whole[row * 2 + STATE]!]!
  const since = real[row + SINCE]!
  const condition = whole[row * 2 + FLAGS]! & ACTIVE ? 'active' : 'inactive'
  const tally = alarms.tallies.byNumber.get(whole[row * 2 + COVER]!)
  switch (at) {
    case 'shelved':
    case 'outOfService':
      return { at, since, by: tally!.id, condition }
    case 'suppressedByDesign':
      return { at, since, kind: tally!.kind === 'maintenance' ? 'maintenance' : 'design', by: tally!.id, condition }
    case 'normal':
    case 'unacknowledged':
    case 'acknowledged':
    case 'returnedUnacknowledged':
    case 'latchedUnacknowledged':
    case 'latchedAcknowledged':
      return { at, since }
    default:
      return never(at)
  }
}

/** The first sample of the row and the newest ones, in the order of the topic. */
const samplesOf = ({ table }: Alarms, row: number): number[] =>
  [...table.rows.real.subarray(row + SAMPLES, row + SAMPLES + SAMPLES_MAX)]
    .filter((sample) => sample >= 0)
    .sort((a, b) => a - b)
