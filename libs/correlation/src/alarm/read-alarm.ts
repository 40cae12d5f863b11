import type { AlarmState, StandingAlarm } from '@genba/contracts'
import { ALARM_STATES } from './alarm-machine.js'
import type { Alarms } from './alarms.js'
import { ACTIVE, CHATTERING, SAMPLES_MAX, STALE, STANDING } from './columns.js'
import { sampleText } from './sample.js'
import { lastAt } from './table.js'

/** `plant/zone/asset/rule`, `-` for no asset, the drill behind it: the alarm document's `_id`. */
export const alarmId = (key: { plant: string; zone: string; asset?: string | undefined; rule: string; drill?: string | undefined }): string =>
  `${key.plant}/${key.zone}/${key.asset || '-'}/${key.rule}${key.drill === undefined ? '' : `~${key.drill}`}`

export function idOf(alarms: Alarms, row: number): string {
  const { columns: c, assets, rules } = alarms.table
  const zone = alarms.zones.byNumber.get(c.zone[row]!)!
  return alarmId({ ...zone, asset: assets.texts[c.asset[row]!]!, rule: rules.texts[c.rule[row]!]! })
}

/** The alarm behind a verdict's row number, as its document shows it. */
export function readAlarm(alarms: Alarms, row: number): StandingAlarm {
  const { columns: c, assets, rules, titles } = alarms.table
  const zone = alarms.zones.byNumber.get(c.zone[row]!)!
  const asset = assets.texts[c.asset[row]!]!
  const flags = c.flags[row]!
  return {
    v: 1,
    id: idOf(alarms, row),
    plant: zone.plant,
    zone: zone.zone,
    ...(asset === '' ? {} : { asset }),
    rule: rules.texts[c.rule[row]!]!,
    name: titles.texts[c.name[row]!]!,
    severity: c.severity[row]!,
    count: c.count[row]!,
    firstAt: c.firstAt[row]!,
    lastAt: lastAt(alarms.table, row),
    samples: samplesOf(alarms, row).map(sampleText),
    state: stateOf(alarms, row),
    rhythm: flags & CHATTERING ? 'chattering' : 'steady',
    age: flags & STALE ? 'stale' : flags & STANDING ? 'standing' : 'fresh',
    annunciations: c.annunciations[row]!,
    fleeting: c.fleeting[row]!,
    ...(zone.drill === undefined ? {} : { drill: zone.drill }),
  }
}

export function stateOf(alarms: Alarms, row: number): AlarmState {
  const c = alarms.table.columns
  const at = ALARM_STATES[c.state[row]!]!
  const since = c.since[row]!
  const condition = c.flags[row]! & ACTIVE ? 'active' : 'inactive'
  const tally = alarms.tallies.byNumber.get(c.cover[row]!)
  switch (at) {
    case 'shelved':
    case 'outOfService':
      return { at, since, by: tally!.id, condition }
    case 'suppressedByDesign':
      return { at, since, kind: tally!.kind === 'maintenance' ? 'maintenance' : 'design', by: tally!.id, condition }
    default:
      return { at, since }
  }
}

/** The first sample of the row and the newest ones, in the order of the topic. */
const samplesOf = ({ table }: Alarms, row: number): number[] =>
  [...table.columns.samples.subarray(row * SAMPLES_MAX, (row + 1) * SAMPLES_MAX)].filter((sample) => sample >= 0).sort((a, b) => a - b)
