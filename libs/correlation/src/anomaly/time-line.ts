import type { Alert, Measurement } from '@genba/contracts'
import { anomalySettings, type AnomalySettings, type ChangeWindow } from './anomaly-settings.js'
import { openAnomalies, type AnomalyState } from './anomaly-state.js'
import { measure, tick } from './measure.js'
import { readDetectors } from './read-detectors.js'

type Sample = Partial<Pick<Measurement, 'kind' | 'quality' | 'unit' | 'asset'>>
/** For specs: one zone's measurements as a time line. Times are `mm:ss` or `h:mm:ss` after midnight of 1 June 2026 UTC. */
export type TimeLine = {
  at: (time: string, tag: string, value: number, sample?: Sample) => TimeLine
  every: (
    periodMs: number,
    from: string,
    until: string,
    tag: string,
    value: (n: number) => number,
    sample?: Sample,
  ) => TimeLine
  tick: (time: string) => TimeLine
  /** `01:05 high begins boiler.pressure` for each alert so far, in the order told. */
  told: () => string[]
  alerts: Alert[]
  state: AnomalyState
}

export const MIDNIGHT = Date.UTC(2026, 5, 1)
export const momentOf = (time: string): number =>
  MIDNIGHT + time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1000

/** `detectors` are the items of a detectors file, as YAML flow maps, one a line. */
export const settingsOf = (detectors: string, windows: ChangeWindow[] = [], lateness = '0s'): AnomalySettings => {
  const items = detectors
    .trim()
    .split('\n')
    .map((item) => `  - ${item.trim()}`)
    .join('\n')
  const read = readDetectors(`v: 1\nplant: works\nlateness: ${lateness}\ndetectors:\n${items}\n`, 'spec.yml')
  if (!read.ok) throw new Error(read.faults.join('\n'))
  return anomalySettings(read.detectors, windows)
}

export const sampleOf = (at: number, tag: string, value: number, sample: Sample = {}): Measurement => {
  const kind = sample.kind ?? 'measured'
  return {
    v: 1,
    id: `${tag}/${kind}/${at}`,
    source: 'historian',
    plant: 'works',
    zone: 'boiler',
    tag,
    kind,
    value,
    quality: 'good',
    at,
    receivedAt: at + 100,
    ...sample,
  }
}

export function timeLine(settings: AnomalySettings): TimeLine {
  const state = openAnomalies({ plant: 'works', zone: 'boiler' })
  const alerts: Alert[] = []
  const line: TimeLine = {
    state,
    alerts,
    at: (time, tag, value, sample) => (
      alerts.push(...measure(state, settings, sampleOf(momentOf(time), tag, value, sample)).alerts),
      line
    ),
    every: (periodMs, from, until, tag, value, sample) => {
      for (let at = momentOf(from), n = 0; at <= momentOf(until); at += periodMs, n++)
        alerts.push(...measure(state, settings, sampleOf(at, tag, value(n), sample)).alerts)
      return line
    },
    // A moment past the time: a tick tells that the time was reached, and only what lies before it is certain.
    tick: (time) => (alerts.push(...tick(state, settings, momentOf(time) + settings.latenessMs + 1).alerts), line),
    told: () => alerts.map(told),
  }
  return line
}

export function told({ at, fields, sensor }: Alert): string {
  const seconds = Math.round((at - MIDNIGHT) / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  const change =
    fields.state === 'returned' ? 'returns' : Number(fields.raises) > 1 ? `stands (${fields.raises})` : 'begins'
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)} ${fields.detector} ${change} ${sensor}`
}
