import type { MeasurementInput } from '@genba/contracts'
import { chance as chanceOf } from './chance.js'
import type { Report } from './report.js'
import { tagIn, type Inject, type Point, type Scenario } from './scenario.js'
import { isoTime } from './time-text.js'

type Disturb = Extract<Inject, { kind: 'disturb' }> & { beginsMs: number }

/** A set value or a command seldom changes: it is reported at each fifth sample of the measured value. */
const SET_EVERY_SAMPLES = 5
/** Drift pulls back to its centre with this weight per sample, so that it wanders but never runs away. */
const DRIFT_PULL = 0.05

/** Endless samples of one point in one zone: measured value with drift and sampling noise, set value and command (guideline 3.3(1)A). */
export function* samplePoint(point: Point, zone: string, disturbs: Disturb[], seed: string): Generator<Report> {
  const chance = chanceOf(seed)
  const tag = tagIn(point, zone)
  const sample = (series: MeasurementInput['kind'], base: number, offsetMs: number): Report => {
    const value = Number((base + moved(disturbs, tag, series, offsetMs)).toFixed(point.decimals))
    return {
      offsetMs,
      source: 'measurement',
      render: (at) =>
        ({
          tag,
          kind: series,
          value,
          unit: point.unit,
          quality: 'good',
          at: isoTime(at),
          zone,
        }) satisfies MeasurementInput,
    }
  }
  let drift = chance.normal() * point.drift
  let offsetMs = Math.round(chance.between(0, point.every))
  for (let count = 0; ; count++) {
    drift += -DRIFT_PULL * drift + chance.normal() * point.drift * Math.sqrt(2 * DRIFT_PULL)
    yield sample('measured', point.measured + drift + chance.normal() * point.noise, offsetMs)
    if (count % SET_EVERY_SAMPLES === 0) {
      if (point.set !== undefined) yield sample('set', point.set, offsetMs)
      if (point.command !== undefined) yield sample('command', point.command, offsetMs)
    }
    offsetMs += point.every
  }
}

/** Every disturbance of the scenario with the offset at which it begins. */
export function disturbances(scenario: Scenario): Disturb[] {
  let stageMs = 0
  return scenario.stages.flatMap((stage) => {
    stageMs += stage.after
    const from = stageMs
    return stage.injects.flatMap((inject) =>
      inject.kind === 'disturb' ? [{ ...inject, beginsMs: from + inject.at }] : [],
    )
  })
}

/** How far disturbances have moved one series by now: a straight ramp over `over`, then standing. */
function moved(disturbs: Disturb[], tag: string, series: string, offsetMs: number): number {
  return disturbs
    .filter((disturb) => disturb.tag === tag && disturb.series === series && disturb.beginsMs <= offsetMs)
    .reduce((sum, { by, over, beginsMs }) => sum + by * (over === 0 ? 1 : Math.min(1, (offsetMs - beginsMs) / over)), 0)
}
