import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { choose } from './choose.js'
import { readChoose } from './read-choose.js'

const folder = new URL('../../playbooks/', import.meta.url)
const idOf = (file: string): string => (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { id: string }).id
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const fileOf = new Map(files.map((file) => [idOf(file), file]))
const [tampering, investigate] = [idOf('controller-tampering.json'), idOf('investigate.json')]
const choices = readFileSync(new URL('choose.yml', folder), 'utf8')
const read = readChoose(choices, 'choose.yml', new Set(fileOf.keys()))
if (!read.ok) throw new Error(read.faults.join('\n'))

describe('the choice of a playbook', () => {
  it.each([
    [
      'a write after reconnaissance on a line',
      { zone: 'line-1', zoneNetwork: 'equipment', rule: 'recon-then-write' },
      tampering,
    ],
    [
      'a logic change in the warehouse',
      { zone: 'warehouse', zoneNetwork: 'equipment', rule: 'controller-logic-change' },
      tampering,
    ],
    [
      'repeated critical alerts on a line',
      { zone: 'line-2', zoneNetwork: 'equipment', rule: 'repeated-critical-alert' },
      tampering,
    ],
    [
      'repeated critical alerts in the office',
      { zone: 'oa', zoneNetwork: 'information', rule: 'repeated-critical-alert' },
      investigate,
    ],
    ['a zone that nobody knows', { zone: 'unplaced', rule: 'recon-then-write' }, investigate],
  ])('%s', (_, finding, expected) => {
    expect(choose(read.table, { findings: [finding], severity: 50 })).toMatchObject({ playbook: expected, finding })
  })
  it.each([
    ['remote-maintenance-outside-hours', 'maintenance', 'equipment', [], 'unauthorised-remote-maintenance.json'],
    ['valid-account-from-new-host', 'dmz', 'information', [], 'unauthorised-remote-maintenance.json'],
    ['malware-on-plant-machine', 'supervision', 'equipment', ['scada'], 'malware-on-plant-machine.json'],
    ['ransomware', 'line-1', 'equipment', ['line'], 'malware-on-plant-machine.json'],
    ['ransomware', 'oa', 'information', ['oa-server'], 'ransomware-at-border.json'],
    ['set-value-changed', 'line-2', 'equipment', ['line-controller'], 'controller-tampering.json'],
    ['rogue-wireless', 'transport', 'equipment', ['agv', 'wireless-ap'], 'rogue-wireless.json'],
    ['transport-commanded', 'transport', 'equipment', ['agv'], 'transport-misbehaving.json'],
    ['safety-lost', 'warehouse', 'equipment', ['automated-warehouse'], 'transport-misbehaving.json'],
    ['safety-lost', 'line-1', 'equipment', ['line-controller'], 'controller-tampering.json'],
    ['loss-of-view', 'line-3', 'equipment', [], 'loss-of-communication.json'],
    ['removable-media-used', 'supervision', 'equipment', ['scada'], 'unknown-usb-device.json'],
    ['data-leaves', 'production-control', 'production-control', [], 'data-leaving.json'],
    ['supply-chain', 'line-1', 'equipment', [], 'vendor-advisory-precursor.json'],
    ['many-distinct-sensors', 'oa', 'information', [], 'investigate.json'],
  ])('%s in %s is answered by its playbook', (rule, zone, zoneNetwork, assetKinds, file) => {
    const { playbook } = choose(read.table, { findings: [{ rule, zone, zoneNetwork, assetKinds }], severity: 70 })
    expect(fileOf.get(playbook)).toBe(file)
  })
  it('uses every playbook, and rules that exist', () => {
    const rules = new URL('../../../correlation/rules/', import.meta.url)
    const known = readdirSync(rules).flatMap((file) =>
      [...readFileSync(new URL(file, rules), 'utf8').matchAll(/^name: (.+)$/gm)].map(([, name]) => name),
    )
    const named = read.table.flatMap(({ when }) => when.rule ?? [])
    expect(named.filter((name) => !known.includes(name))).toEqual([])
    expect([...fileOf.keys()].filter((id) => !read.table.some(({ playbook }) => playbook === id))).toEqual([])
  })
  it('passes over a playbook that may not start now, but for the default', () => {
    const facts = { findings: [{ zone: 'line-1', zoneNetwork: 'equipment', rule: 'recon-then-write' }], severity: 70 }
    expect(choose(read.table, facts, (id) => id !== tampering).playbook).toBe(investigate)
    expect(choose(read.table, facts, () => false).playbook).toBe(investigate)
  })
  it('can go by technique and by kind of asset', () => {
    const table = [
      { when: { technique: ['T0836'], assetKind: ['scada'] }, playbook: 'a' },
      { when: {}, playbook: 'b' },
    ]
    const finding = { zone: 'z', rule: 'r', techniques: ['T0836', 'T0855'], assetKinds: ['scada'] }
    const playbooks = [finding, { ...finding, techniques: [] }, { ...finding, assetKinds: ['agv'] }].map(
      (each) => choose(table, { findings: [each], severity: 0 }).playbook,
    )
    expect(playbooks).toEqual(['a', 'b', 'b'])
  })
  it('is the most special one of all findings, and names the finding', () => {
    const findings = [
      { zone: 'oa', zoneNetwork: 'information', rule: 'many-sensors' },
      { zone: 'line-1', zoneNetwork: 'equipment', rule: 'recon-then-write' },
    ]
    expect(choose(read.table, { findings, severity: 50 })).toEqual({
      row: 1,
      playbook: tampering,
      finding: findings[1],
    })
  })
  it('heeds the least severity, and takes the default when nothing was found', () => {
    const table = [
      { when: { minSeverity: 80 }, playbook: 'a' },
      { when: {}, playbook: 'b' },
    ]
    const findings = [{ zone: 'z', rule: 'r' }]
    expect([79, 80].map((severity) => choose(table, { findings, severity }).playbook)).toEqual(['b', 'a'])
    expect(choose(table, { findings: [], severity: 0 })).toEqual({ row: 1, playbook: 'b', finding: undefined })
  })
})

describe('reading the table', () => {
  it.each([
    ['rows: []', /rows: /],
    ['rows: [{ when: { zome: [a] }, playbook: p }]', /rows\.0\.when/],
    ['rows: [{ playbook: q }]', /rows\.0\.playbook: no playbook q/],
    ['rows: [{ when: { rule: [a] }, playbook: p }]', /rows\.0\.when: the last row is the default/],
    [': : :', /t\.yml/],
  ])('%s is refused with the place', (yaml, fault) => {
    expect(readChoose(yaml, 't.yml', new Set(['p']))).toEqual({
      ok: false,
      faults: expect.arrayContaining([expect.stringMatching(fault)]),
    })
  })
})
