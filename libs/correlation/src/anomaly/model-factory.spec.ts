import { readFileSync } from 'node:fs'
import type { Alert, Measurement } from '@genba/contracts'
import { expect, test } from '@jest/globals'
import { play } from '../../../drill/src/play.js'
import { readScenario } from '../../../drill/src/scenario.js'
import { anomalySettings } from './anomaly-settings.js'
import { openAnomalies, type AnomalyState } from './anomaly-state.js'
import { measure, tick } from './measure.js'
import { readDetectors } from './read-detectors.js'

const START = Date.UTC(2026, 5, 1)
const read = readDetectors(
  readFileSync(new URL('../../detectors/model-factory.yml', import.meta.url), 'utf8'),
  'model-factory.yml',
)
if (!read.ok) throw new Error(read.faults.join('\n'))
const settings = anomalySettings(read.detectors)

/** What the shipped detectors make of the measurements that a scenario's sensors send; lines 2 and 3, quiet twins of line 1, are left out for time. */
function anomaliesOf(file: string, lastsMs: number, startsAt = [START]): Alert[] {
  const scenario = readScenario(
    readFileSync(new URL(`../../../drill/scenarios/${file}`, import.meta.url), 'utf8'),
    file,
  )
  if (!scenario.ok) throw new Error(`${scenario.at} ${scenario.reason}`)
  const points = scenario.scenario.points
    .map((point) => ({ ...point, zones: point.zones.filter((zone) => zone !== 'line-2' && zone !== 'line-3') }))
    .filter(({ zones }) => zones.length > 0)
  const zones = new Map<string, AnomalyState>()
  const alerts: Alert[] = []
  for (const startAt of startsAt)
    for (const { at, relayed } of play(
      { ...scenario.scenario, noise: [], points },
      { startAt, seed: 1, loopNoise: true },
    )) {
      if (at > startAt + lastsMs) break
      if (relayed.source !== 'measurement') continue
      const input = relayed.record as unknown as Measurement
      const state = zones.get(input.zone) ?? openAnomalies({ plant: 'model-factory', zone: input.zone })
      zones.set(input.zone, state)
      alerts.push(
        ...measure(state, settings, {
          ...input,
          v: 1,
          id: `${startAt}/${relayed.n}`,
          source: 'simulator',
          plant: 'model-factory',
          at,
          receivedAt: at,
        }).alerts,
      )
    }
  for (const state of zones.values()) alerts.push(...tick(state, settings, (startsAt.at(-1) ?? START) + lastsMs).alerts)
  return alerts
}

test('the attack on line 1 shows in its process: commands first, then vacuum, conveyor, placement and rejects, in line 1 only', () => {
  const alerts = anomaliesOf('maintenance-terminal-attack.yml', 80_000)
  const begun = alerts.filter(({ fields }) => fields.state === 'standing')
  expect(new Set(begun.map(({ zone }) => zone))).toEqual(new Set(['line-1']))
  expect(begun[0]).toMatchObject({
    rule: 'anomaly:change',
    name: 'line-1.mounter.head1.vacuum was commanded otherwise outside every work order',
    fields: { was: -80, value: -42 },
  })
  const heads = [1, 2, 3, 4].map((n) => `line-1.mounter.head${n}.vacuum`)
  for (const detector of ['setting-changed', 'head-vacuum.high', 'head-vacuum.highHigh', 'head-vacuum-drift'])
    expect(
      begun
        .filter(({ fields }) => fields.detector === detector)
        .map(({ sensor }) => sensor)
        .sort(),
    ).toEqual(heads)
  const rest = begun.filter(({ sensor }) => !heads.includes(sensor)).map(({ fields }) => String(fields.detector))
  expect(rest.sort()).toEqual([
    'conveyor-drift',
    'conveyor-rate.falling',
    'mounter-offset.high',
    'mounter-offset.highHigh',
    'mounter-rate.low',
    'mounter-rate.lowLow',
    'reject-rate.high',
    'reject-rate.highHigh',
  ])
})

test('a quiet shift of five hours, four of them learning, raises nothing', () => {
  expect(anomaliesOf('quiet-shift.yml', 5 * 3_600_000).map(({ name }) => name)).toEqual([])
})

test('when a shift begins after a pause no sensor was silent while the others spoke; only the crane, alone in its zone, is told', () => {
  const pausesMs = [0, 25_000, 45_000, 600_000, 50_000_000]
  let startAt = START
  const startsAt = pausesMs.map((pauseMs) => (startAt += pauseMs + 80_000))
  const told = anomaliesOf('quiet-shift.yml', 80_000, startsAt)
  expect(new Set(told.map(({ rule, zone }) => `${zone} ${rule}`))).toEqual(new Set(['warehouse anomaly:silent']))
})
