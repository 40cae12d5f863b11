import type { Alert } from '@genba/contracts'
import type { PartitionState, ZoneState } from './state.js'

/** A standing alert: what one sensor rule says about one asset of the zone, counted; of a process alert, about one measured value of it. */
export type AlarmState = {
  rule: string
  asset: string | undefined
  name: string
  sensor: string
  source: string
  kind: string
  protocol: string | undefined
  /** The detector that judged a measured value; only on process alerts that name one. */
  detector: string | undefined
  /** Of the newest alert; `severityMax` of them all. */
  severity: number
  severityMax: number
  count: number
  /** Place in its partition (`offset`, in a pack `offset:index`) of the alert that began this count: tells it from the count of an alarm that was let go before. */
  startedAt: string
  firstAt: number
  lastAt: number
  /** Places of the newest alerts. */
  offsets: string[]
  /** The count that the shell is known to have written; what differs after a crash is written again. */
  written: number
  /** Waits in `changedAlarms`. */
  isQueued: boolean
  /** Indexes of the pack's standing rules that mean it; undefined until they were asked. */
  hits: readonly number[] | undefined
}

export const ALARM_SAMPLES_MAX = 5
/** Sensor rules × assets of one zone; beyond it the alarm that was quiet for longest is let go and begins anew when it comes back. */
export const ALARMS_MAX = 5_000
const ALARMS_SLACK = 500

/** Counts the alert on its standing alarm. */
export function countAlarm(state: PartitionState, zone: ZoneState, alert: Alert, offset: string): AlarmState {
  const key = alarmKey(alert, detectorOf(alert))
  let byKey = zone.alarms.get(alert.rule)
  if (!byKey) zone.alarms.set(alert.rule, (byKey = new Map<string, AlarmState>()))
  let alarm = byKey.get(key)
  if (!alarm) {
    alarm = startAlarm(state, alert, offset)
    byKey.set(key, alarm)
    if (++zone.alarmCount > ALARMS_MAX + ALARMS_SLACK) dropQuietest(state, zone)
  } else if (!repeats(alarm, alert)) take(alarm, alert)
  queueAlarm(state, zone, alarm)
  alarm.count++
  if (alert.at > alarm.lastAt) alarm.lastAt = alert.at
  if (alert.at < alarm.firstAt) alarm.firstAt = alert.at
  if (alarm.offsets.length === ALARM_SAMPLES_MAX) {
    alarm.offsets.shift()
    alarm.offsets.push(offset)
    // concat takes what it needs; the first push onto a small array takes room for seventeen.
  } else alarm.offsets = alarm.offsets.concat(offset)
  return alarm
}

/** Which alarm of its rule an alert counts on. An asset has many measured values, and each may stand by itself: theirs by sensor and detector. */
export const alarmKey = (
  { asset, kind, sensor }: { asset?: string | undefined; kind: string; sensor: string },
  detector: string | undefined,
): string => (kind === 'process' ? JSON.stringify([asset, sensor, detector]) : (asset ?? ''))

/** Asked of the rule first: `fields` of a packed alert are parsed when they are asked for. */
function detectorOf(alert: Alert): string | undefined {
  const detector = alert.kind === 'process' && alert.rule.startsWith('anomaly:') ? alert.fields['detector'] : undefined
  return typeof detector === 'string' ? detector : undefined
}

export function queueAlarm(state: PartitionState, zone: ZoneState, alarm: AlarmState): void {
  if (alarm.isQueued) return
  alarm.isQueued = true
  state.changedAlarms.push({ zone, alarm })
}

/** One string for all alarms that say the same: each alert brings its own copies of the words that a million alarms have in common. */
function share({ shared }: PartitionState, word: string): string {
  const known = shared.get(word)
  if (known !== undefined) return known
  if (shared.size >= SHARED_MAX) shared.clear()
  shared.set(word, word)
  return word
}

/** Words remembered; beyond it they are collected anew. */
const SHARED_MAX = 50_000

function startAlarm(state: PartitionState, alert: Alert, startedAt: string): AlarmState {
  const { rule, asset, name, sensor, source, kind, protocol, severity, at } = alert
  return {
    rule: share(state, rule),
    asset,
    name: share(state, name),
    sensor: share(state, sensor),
    source: share(state, source),
    kind: share(state, kind),
    protocol: protocol === undefined ? undefined : share(state, protocol),
    detector: detectorOf(alert),
    severity,
    severityMax: severity,
    count: 0,
    startedAt,
    firstAt: at,
    lastAt: at,
    offsets: [],
    written: 0,
    isQueued: false,
    hits: undefined,
  }
}

function repeats(alarm: AlarmState, alert: Alert): boolean {
  return (
    alarm.severity === alert.severity &&
    alarm.name === alert.name &&
    alarm.sensor === alert.sensor &&
    alarm.source === alert.source &&
    alarm.kind === alert.kind &&
    alarm.protocol === alert.protocol
  )
}

function take(alarm: AlarmState, alert: Alert): void {
  alarm.name = alert.name
  alarm.sensor = alert.sensor
  alarm.source = alert.source
  alarm.kind = alert.kind
  alarm.protocol = alert.protocol
  alarm.severity = alert.severity
  if (alert.severity > alarm.severityMax) alarm.severityMax = alert.severity
  alarm.hits = undefined
}

function dropQuietest(state: PartitionState, zone: ZoneState): void {
  const all = [...zone.alarms.values()].flatMap((byKey) => [...byKey.values()])
  const quiet = all.filter((alarm) => alarm.count === alarm.written).sort((a, b) => a.lastAt - b.lastAt)
  for (const alarm of quiet.slice(0, Math.max(0, all.length - ALARMS_MAX))) {
    const byKey = zone.alarms.get(alarm.rule)
    byKey?.delete(alarmKey(alarm, alarm.detector))
    if (byKey?.size === 0) zone.alarms.delete(alarm.rule)
    zone.alarmCount--
    state.counts.evicted.alarms++
  }
}
