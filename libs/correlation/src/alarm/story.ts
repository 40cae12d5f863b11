import {
  type AlarmCondition,
  type Alert,
  type MaintenanceWindow,
  type OutOfService,
  type Shelf,
  type SuppressionRule,
} from '@genba/contracts'
import { admit } from './admit.js'
import type { Verdict } from './verdict.js'
import { advance } from './advance.js'
import { alarmId, readAlarm } from './read-alarm.js'
import { noAlarms, takeTold, type AlarmChange, type Alarms } from './alarms.js'
import { operate, type Operation } from './operate.js'
import { compilePolicy, NO_SEATS, openPolicy, type AlarmFacts, type AlarmPolicy } from './policy.js'
import { pointOf } from './point.js'
import { packSample } from './sample.js'
import { findRow } from './table.js'
import { ALARM_DEFAULTS, type AlarmSettings } from './settings.js'
import { zoneOf } from './zones.js'

/** The morning on which the stories of the specs play. */
export const MORNING_MS = Date.UTC(2026, 3, 6)
const MINUTE_MS = 60_000

/** `08:30` or `08:30:15` of the morning; a day later with `+1 08:30`. */
export function clock(text: string): number {
  const [, day = '0', hours, minutes, seconds = '0'] = /^(?:\+(\d+) )?(\d\d):(\d\d)(?::(\d\d))?$/.exec(text)!
  return (
    MORNING_MS +
    Number(day) * 1_440 * MINUTE_MS +
    Number(hours) * 60 * MINUTE_MS +
    Number(minutes) * MINUTE_MS +
    Number(seconds) * 1_000
  )
}

export const alertOf = (given: Partial<Alert> = {}): Alert => ({
  v: 1,
  id: 'a',
  source: 'ids',
  sensor: 'ids-1',
  plant: 'p',
  zone: 'line-1',
  asset: 'press',
  at: MORNING_MS,
  receivedAt: MORNING_MS,
  clock: 'source',
  kind: 'process',
  rule: 'high',
  name: 'High pressure',
  severity: 50,
  fields: {},
  ...given,
})

const scope = { v: 1, plant: 'p', zone: 'line-1', reason: 'known', by: 'suzuki' } as const
export const shelf = (from: string, until: string, given: Partial<Shelf> = {}): Shelf => ({
  ...scope,
  id: 'shelf-1',
  asset: 'press',
  rule: 'high',
  from: clock(from),
  until: clock(until),
  ...given,
})
export const window = (from: string, until: string, given: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  ...scope,
  id: 'window-1',
  from: clock(from),
  until: clock(until),
  ...given,
})
export const outOfService = (from: string, given: Partial<OutOfService> = {}): OutOfService => ({
  ...scope,
  id: 'out-1',
  rule: 'high',
  approvedBy: 'tanaka',
  from: clock(from),
  ...given,
})
export const byDesign = (given: Partial<SuppressionRule> = {}): SuppressionRule => ({
  id: 'trip-hides-low-flow',
  plant: 'p',
  zones: '*',
  when: { kind: 'alarm', rule: 'trip', asset: 'same' },
  suppress: ['low-flow'],
  reason: 'no flow after a trip',
  releaseMs: 0,
  ...given,
})
export const policyOf = (given: Partial<AlarmFacts>): AlarmPolicy =>
  compilePolicy({
    shelves: [],
    outOfService: [],
    windows: [],
    rules: [],
    plantStates: {},
    latched: [],
    seats: NO_SEATS,
    ...given,
  })

/** A time line for specs: alerts, the passing of time and what people do, told by the clock of one morning. */
export function story(policy: AlarmPolicy = openPolicy(), settings: Partial<AlarmSettings> = {}) {
  let alarms: Alarms = noAlarms({ ...ALARM_DEFAULTS, ...settings }, PARTITION)
  let offset = 0
  const told: AlarmChange[] = []
  const hear = () => {
    const news = takeTold(alarms)
    told.push(...news)
    return news
  }
  return {
    told,
    state: () => alarms,
    replaceState: (next: Alarms) => void (alarms = next),
    changePolicy: (next: AlarmPolicy) => void (policy = next),
    at(time: string, given: Partial<Alert> = {}, condition: AlarmCondition = 'reported'): Verdict {
      const alert = alertOf({ at: clock(time), ...given })
      const verdict = { ...admit(alarms, zoneOf(alarms.zones, alert, policy), alert, condition, packSample(offset++)) }
      hear()
      return verdict
    },
    pass(time: string) {
      advance(alarms, policy, clock(time))
      return hear()
    },
    person(time: string, event: Operation['do'], given: Partial<Alert> = {}) {
      const { plant, zone, asset, rule, sensor, drill } = alertOf(given)
      const outcome = operate(alarms, policy, {
        do: event,
        alarm: { plant, zone, asset, rule, sensor, drill },
        at: clock(time),
      })
      hear()
      return outcome
    },
    alarm(given: Partial<Alert> = {}) {
      const alert = alertOf(given)
      const zone = zoneOf(alarms.zones, alert, policy).number
      const row = findRow(alarms.table, zone, alert.asset ?? '', alert.rule, pointOf(alert))
      if (row < 0) throw new Error(`no alarm ${alarmId({ ...alert, detector: undefined })}`)
      return readAlarm(alarms, row)
    },
  }
}

const PARTITION = 3
