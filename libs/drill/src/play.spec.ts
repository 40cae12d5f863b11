import { describe, expect, it } from '@jest/globals'
import { AlertInput, MeasurementInput, Relayed, SEVERITY_WORDS } from '@genba/contracts'
import { readFileSync } from 'node:fs'
import { play, type Played, type PlayOptions } from './play.js'
import { readScenario, type Scenario } from './scenario.js'

const START = Date.UTC(2026, 4, 18, 7)
const attack = load('maintenance-terminal-attack')
const quiet = load('quiet-shift')
const SCENARIOS = { attack, quiet }

/** The words by which the shipped rules know reconnaissance and control, written down here so that noise is held against them. */
const RECON = /Read Device Identification|Report Server Information|scan|sweep|Enumerat/i
const CONTROL =
  /Write Request|Force Listen Only|Restart Communications|Stop|Mode Change|Reboot or Restart|Unlock|Logic Update/i

describe.each(Object.entries(SCENARIOS))('%s', (_name, scenario) => {
  it('is the same to the byte for the same start and seed, and another for another seed', () => {
    const text = (seed: number) => JSON.stringify([...play(scenario, { startAt: START, seed })])
    expect(text(7)).toBe(text(7))
    expect(text(8)).not.toBe(text(7))
  })

  it('comes in time order, numbered without a gap, within its length', () => {
    const played = playAll(scenario)
    played.forEach(({ at, relayed }, i) => {
      expect(relayed.n).toBe(i)
      expect(at).toBeGreaterThanOrEqual(played[i - 1]?.at ?? START)
      expect(at).toBeLessThan(START + scenario.lasts)
    })
  })

  it('gives records that ingest can read', () => {
    for (const { relayed } of playAll(scenario)) {
      Relayed.parse(relayed)
      if (relayed.source === 'genba') AlertInput.parse(relayed.record)
      if (relayed.source === 'measurement') MeasurementInput.parse(relayed.record)
      if (relayed.source === 'syslog')
        expect(relayed.record).toMatch(/^<166>.*%ASA-6-30201[3-6]: |CEF:0\|radiflow\|isid\|/)
      if (relayed.source === 'suricata') expect(relayed.record).toHaveProperty('event_type')
    }
  })

  it('packs the same records into half the time at speed 2', () => {
    const [once, twice] = [playAll(scenario), playAll(scenario, { speed: 2 })]
    expect(twice).toHaveLength(once.length)
    expect((twice.at(-1)?.at ?? 0) - START).toBeCloseTo(((once.at(-1)?.at ?? 0) - START) / 2, -1)
  })
})

describe('noise', () => {
  it.each([1, 2, 3, 4, 5])('never looks like an attack (seed %i)', (seed) => {
    const alerts = [attack, quiet].flatMap((scenario) =>
      alertsOf(playAll(scenario, { seed }).filter((played) => played.stage === undefined)),
    )
    expect(alerts.length).toBeGreaterThan(50)
    for (const alert of alerts) {
      expect(alert.severity).toBeLessThan(80)
      expect(alert.name).not.toMatch(RECON)
      expect(alert.name).not.toMatch(CONTROL)
    }
    for (const sensors of sensorsByZone(alerts, 40).values()) expect(sensors.size).toBeLessThan(5)
  })

  it('goes on after the stages when it is looped', () => {
    let last = START
    for (const { at } of play(attack, { startAt: START, seed: 1, loopNoise: true })) {
      last = at
      if (at > START + 2 * attack.lasts) break
    }
    expect(last).toBeGreaterThan(START + 2 * attack.lasts)
  })

  it('reports from every zone of the plant', () => {
    const zones = new Set(Object.values(attack.hosts).map((host) => host.zone))
    const heard = JSON.stringify(playAll(quiet))
    for (const zone of zones) if (zone !== 'maintenance') expect(heard).toMatch(new RegExp(`ids-${zone}|${zone}:10`))
  })
})

describe.each([1, 2, 3])('the attack with seed %i', (seed) => {
  const alerts = alertsOf(playAll(attack, { seed }))
  const of = (zone: string) => alerts.filter((alert) => alert.zone === zone)

  it.each([
    ['supervision', '10.10.50.20', '10.10.40.10'],
    ['line-1', '10.10.40.10', '10.10.61.11'],
  ])('in %s goes from reconnaissance to control, by one actor on one target', (zone, actor, target) => {
    const recon = of(zone).find((alert) => RECON.test(alert.name) && alert.dst === target)
    const control = of(zone).find((alert) => CONTROL.test(alert.name) && alert.dst === target)
    expect(recon?.src).toBe(actor)
    expect(control?.src).toBe(actor)
    expect(recon?.at).toBeLessThan(control?.at ?? 0)
    expect((control?.at ?? 0) - (recon?.at ?? 0)).toBeLessThan(600_000)
    expect(of(zone).filter((alert) => alert.severity >= 80).length).toBeGreaterThanOrEqual(3)
  })

  it('begins in supervision and reaches line 1 afterwards', () => {
    const begin = (zone: string) => of(zone).find((alert) => CONTROL.test(alert.name))?.at ?? 0
    expect(begin('supervision')).toBeLessThan(begin('line-1'))
  })

  it('ends in deviations of many sensors on line 1 only', () => {
    const sensors = sensorsByZone(alerts, 40)
    expect(sensors.get('line-1')?.size).toBeGreaterThanOrEqual(5)
    for (const [zone, names] of sensors) if (zone !== 'line-1') expect(names.size).toBeLessThan(5)
  })

  it('moves the measured vacuum after the commanded one, on line 1 and nowhere else', () => {
    const lastOf = (tag: string, kind: string) =>
      playAll(attack, { seed })
        .map(({ relayed }) => relayed.record as MeasurementInput)
        .filter((m) => m.tag === tag && m.kind === kind)
        .at(-1)?.value
    expect(lastOf('line-1.mounter.head1.vacuum', 'command')).toBe(-42)
    expect(lastOf('line-1.mounter.head1.vacuum', 'measured')).toBeGreaterThan(-55)
    expect(lastOf('line-2.mounter.head1.vacuum', 'measured')).toBeLessThan(-70)
  })
})

describe('a drill', () => {
  it('is the same records, each marked on its envelope, so that none can open a real incident', () => {
    const played = playAll(attack, { drill: 'drill-1' }).map(({ relayed }) => relayed)
    expect(played.filter(({ drill }) => drill !== 'drill-1')).toEqual([])
    const unmarked = played.map(({ drill, ...rest }) => rest)
    expect(unmarked).toEqual(playAll(attack).map(({ relayed }) => relayed))
  })
})

type Seen = { at: number; name: string; severity: number; zone: string; sensor: string; src?: string; dst?: string }

function alertsOf(played: Played[]): Seen[] {
  return played.flatMap(({ at, relayed: { source, record } }): Seen[] => {
    if (typeof record === 'string') return otIdsAlert(at, record)
    if (source === 'measurement') return []
    if (source === 'genba') {
      const { name, severity, zone, sensor, srcIp, dstIp } = record as AlertInput
      const number = typeof severity === 'number' ? severity : SEVERITY_WORDS[severity]
      return [
        { at, name, severity: number, zone: zone ?? '', sensor: sensor ?? '', src: srcIp ?? '', dst: dstIp ?? '' },
      ]
    }
    const eve = record as {
      alert?: { signature: string; severity: 1 | 2 | 3 }
      src_ip: string
      dest_ip: string
      host: string
    }
    if (eve.alert === undefined) return []
    const severity = { 1: 80, 2: 50, 3: 20 }[eve.alert.severity]
    return [
      {
        at,
        name: eve.alert.signature,
        severity,
        zone: zoneOf(eve.dest_ip),
        sensor: eve.host,
        src: eve.src_ip,
        dst: eve.dest_ip,
      },
    ]
  })
}

function otIdsAlert(at: number, line: string): Seen[] {
  const cef = /isid\|[^|]*\|\d+\|([^|]*)\|(\w+)\|.*? (?:dst|dvc)=(\S+)/.exec(line)
  if (cef === null) return []
  return [
    { at, name: cef[1] ?? '', severity: cef[2] === 'Medium' ? 50 : 80, zone: zoneOf(cef[3] ?? ''), sensor: 'isid' },
  ]
}

function zoneOf(ip: string): string {
  return Object.values(attack.hosts).find((host) => host.ip === ip)?.zone ?? 'unplaced'
}

function sensorsByZone(alerts: Seen[], floor: number): Map<string, Set<string>> {
  const sensors = new Map<string, Set<string>>()
  for (const { zone, sensor, severity } of alerts)
    if (severity >= floor) sensors.set(zone, (sensors.get(zone) ?? new Set()).add(sensor))
  return sensors
}

function playAll(scenario: Scenario, options: Partial<PlayOptions> = {}): Played[] {
  return [...play(scenario, { startAt: START, seed: 1, ...options })]
}

function load(name: string): Scenario {
  const read = readScenario(readFileSync(new URL(`../scenarios/${name}.yml`, import.meta.url), 'utf8'), name)
  if (!read.ok) throw new Error(`${read.at} ${read.reason}`)
  return read.scenario
}
