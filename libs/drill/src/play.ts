import type { Relayed } from '@genba/contracts'
import type { Report } from './report.js'
import { injectReports } from './injects.js'
import { makeNoise } from './noise.js'
import { disturbances, samplePoint } from './points.js'
import type { Scenario } from './scenario.js'
import { isoTime } from './time-text.js'

export type PlayOptions = {
  /** Wall time of the first moment, milliseconds since 1970. */
  startAt: number
  seed: number
  /** 2 packs the same records into half the time. Default 1. */
  speed?: number
  /** Noise and measurements go on after the stages, without end. */
  loopNoise?: boolean
  /** The drill that every record belongs to: it stands on the envelope. */
  drill?: string
}

/** `stage` is absent on noise and measurements. */
export type Played = { at: number; stage?: string; relayed: Relayed }

/**
 * The records that a scenario's sensors send, in time order, lazily. The same scenario, start and seed give the same
 * bytes; `n` numbers them, so that records that are the same to the byte stay apart.
 */
export function* play(scenario: Scenario, options: PlayOptions): Generator<Played> {
  const { startAt, speed = 1, drill } = options
  const endMs = options.loopNoise === true ? Number.POSITIVE_INFINITY : scenario.lasts
  let n = 0
  for (const report of merge(streamsOf(scenario, String(options.seed)))) {
    if (report.offsetMs >= endMs) return
    const at = startAt + Math.round(report.offsetMs / speed)
    const relayed: Relayed = { n: n++, received_at: isoTime(at), source: report.source, record: report.render(at) }
    if (drill !== undefined) relayed.drill = drill
    yield report.stage === undefined ? { at, relayed } : { at, stage: report.stage, relayed }
  }
}

function streamsOf(scenario: Scenario, seed: string): Iterator<Report>[] {
  const disturbs = disturbances(scenario)
  return [
    injectReports(scenario, `${seed}/stage`)[Symbol.iterator](),
    ...scenario.noise.map((noise, i) => makeNoise(scenario, noise, `${seed}/noise/${i}`)),
    ...scenario.points.flatMap((point) =>
      point.zones.map((zone) => samplePoint(point, zone, disturbs, `${seed}/point/${zone}/${point.tag}`)),
    ),
  ]
}

/** Earliest first; at the same moment the stream that stands first in the file. Streams are few (NOISE_MAX, POINTS_MAX), so a scan does. */
function* merge(streams: Iterator<Report>[]): Generator<Report> {
  const heads = streams.map((stream) => ({ stream, report: following(stream) }))
  for (;;) {
    let first: (typeof heads)[number] | undefined
    for (const head of heads)
      if (head.report !== undefined && (first?.report === undefined || head.report.offsetMs < first.report.offsetMs))
        first = head
    if (first?.report === undefined) return
    yield first.report
    first.report = following(first.stream)
  }
}

function following(stream: Iterator<Report>): Report | undefined {
  const step = stream.next()
  return step.done === true ? undefined : step.value
}
