import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Alert, Incident, Signal } from '@genba/contracts'
import { readRules } from '../rules/read-rules.js'
import { alert } from '../testing/alerts.js'
import { correlate } from '../zones/correlate.js'
import { drainSignals } from '../zones/drain.js'
import { startPartition } from '../zones/state.js'
import { openOnes, play as playSignals } from '../testing/incidents.js'

const SAMPLES = new URL('../../../../../shared/samples/scenario-line-attack/', import.meta.url)
const isThere = existsSync(SAMPLES)
if (!isThere)
  console.warn(`skipped: ${SAMPLES.pathname} is not beside the project, its 774 records are read in place only`)

type Eve = {
  event_type: string
  src_ip: string
  dest_ip: string
  alert: { gid: number; signature_id: number; signature: string; severity: number }
}
type Relayed = { received_at: string; source: string; record: string | Eve }

/** As ingest reads them: EVE severity 1 to 3 and CEF words as Genba's severities, the rest as information. */
function toAlert({ received_at, record }: Relayed, zone: string): Alert | undefined {
  const at = Date.parse(received_at.replace('+0000', 'Z'))
  if (typeof record === 'string') {
    const [, rule, name, word, rest] = /CEF:0\|(?:[^|]*\|){3}([^|]*)\|([^|]*)\|([^|]*)\|(.*)/.exec(record) ?? []
    if (!rule)
      return alert({
        at,
        zone,
        sensor: 'asa',
        rule: /%ASA-\d-\d+/.exec(record)?.[0] ?? 'asa',
        name: record,
        severity: 10,
      })
    const [src, dst] = ['src', 'dst'].map((key) => new RegExp(`\\b${key}=(\\S+)`).exec(rest as string)?.[1])
    return alert({
      at,
      zone,
      sensor: 'isid',
      rule: `cef:${rule}`,
      name: name,
      severity: word === 'High' ? 80 : 50,
      ...(src ? { src: { ip: src } } : {}),
      ...(dst ? { dst: { ip: dst } } : {}),
    })
  }
  if (record.event_type !== 'alert') return undefined
  const { gid, signature_id, signature, severity } = record.alert
  return alert({
    at,
    zone,
    sensor: 'suricata',
    rule: `suricata:${gid}:${signature_id}`,
    name: signature,
    severity: [80, 80, 50, 20][severity] ?? 20,
    src: { ip: record.src_ip },
    dst: { ip: record.dest_ip },
  })
}

const story = isThere ? describe : describe.skip
story('774 records that other people made', () => {
  const lines = <T>(name: string) =>
    readFileSync(new URL(name, SAMPLES), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T)
  const truth = isThere ? lines<{ zone: string }>('truth.jsonl') : []
  const alerts = isThere
    ? lines<Relayed>('feed.jsonl').flatMap((record, index) => toAlert(record, truth[index]?.zone ?? '') ?? [])
    : []
  const dir = new URL('../../rules/', import.meta.url)
  const pack = readRules(
    readdirSync(dir).map((name) => ({ file: `rules/${name}`, text: readFileSync(new URL(name, dir), 'utf8') })),
  )
  const zones = [...new Set(truth.map(({ zone }) => zone))]
  const conduits = zones.flatMap((from) =>
    zones.filter((to) => to !== from).map((to) => ({ id: `${from}-${to}`, from, to, direction: 'both' as const })),
  )

  function play(tellEvery: number): Incident[] {
    const state = startPartition(pack)
    const told: Signal[] = alerts.flatMap((each, offset) => {
      correlate(state, each, offset)
      return offset % tellEvery === 0 ? drainSignals(state, 'all') : []
    })
    return openOnes(playSignals([...told, ...drainSignals(state, 'all')], { conduits, zoneNames: new Map() }))
  }
  const incidents = play(1)

  it('are four incidents that need a decision, though conduits join all zones', () => {
    expect(incidents.map((incident) => incident.zones)).toEqual([['line-a'], ['legacy-192-1'], ['line-b'], ['utility']])
    expect(incidents.flatMap((incident) => incident.spread)).toEqual([])
  })
  it('say what was found', () => {
    const rules = (zone: string) =>
      [
        ...new Set(incidents.find((incident) => incident.zones[0] === zone)?.signals.map((signal) => signal.rule.id)),
      ].sort()
    expect(rules('line-a')).toEqual([
      'controller-silenced',
      'controller-stopped-or-restarted',
      'recon-then-write',
      'repeated-critical-alert',
    ])
    expect(rules('legacy-192-1')).toEqual(['controller-logic-change'])
    expect(rules('line-b')).toEqual([
      'brute-force-io',
      'controller-mode-change',
      'controller-stopped-or-restarted',
      'credentials-changed',
      'program-upload',
      'repeated-critical-alert',
    ])
    expect(rules('utility')).toEqual(['repeated-critical-alert', 'unauthorised-commands'])
    expect(incidents.find(({ zones: [zone] }) => zone === 'line-b')?.actors).toContain('192.168.10.105')
  })
  it('are the same whenever signals are told', () => {
    const facts = (all: Incident[]) =>
      all
        .map(({ id, zones: where, alerts: count, groups }) => ({
          id,
          where,
          count,
          groups: groups.map((group) => `${group.rule} ${group.count}`).sort(),
        }))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    for (const every of [7, 50, 10_000]) expect(facts(play(every))).toEqual(facts(incidents))
  })
})
