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
  POINT,
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
import { partsOf } from './point.js'
import { sampleText } from './sample.js'

export type AlarmKey = {
  plant: string
  zone: string
  asset?: string | undefined
  rule: string
  sensor?: string | undefined
  detector?: string | undefined
  drill?: string | undefined
}

/** `plant/zone/asset/rule`, `-` for no asset, of a measured value its sensor and detector behind it, the drill last: the alarm document's `_id`. */
export const alarmId = ({ plant, zone, asset, rule, sensor, detector, drill }: AlarmKey): string =>
  [plant, zone, asset || '-', rule, sensor, detector].filter((part) => part !== undefined).join('/') +
  (drill === undefined ? '' : `~${drill}`)

export function idOf(alarms: Alarms, row: number): string {
  const { assets, rules, points } = alarms.table
  const { whole } = alarms.table.rows
  const { plant, zone, drill } = alarms.zones.byNumber.get(whole[row * 2 + ZONE]!)!
  const asset = assets.texts[whole[row * 2 + ASSET]!]!
  const rule = rules.texts[whole[row * 2 + RULE]!]!
  return alarmId({ plant, zone, drill, asset, rule, ...partsOf(points.texts[whole[row * 2 + POINT]!]!) })
}

/** The alarm behind a verdict's row number, as its document shows it. */
export function readAlarm(alarms: Alarms, row: number): StandingAlarm {
  const { rows, assets, rules, points, titles } = alarms.table
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
    ...partsOf(points.texts[whole[row * 2 + POINT]!]!),
    name: titles.texts[whole[row * 2 + NAME]!]!,
    severity: whole[row * 2 + SEVERITY]!,
    count: real[row + COUNT]!,
    firstAt: real[row + FIRST_AT]!,
    lastAt: lastAt(rows, row),
    countedFrom: sampleText(alarms.partition, real[row + SAMPLES]!),
    samples: samplesOf(alarms, row).map((sample) => sampleText(alarms.partition, sample)),
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
