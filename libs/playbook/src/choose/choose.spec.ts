import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { choose } from './choose.js'
import { readChoose } from './read-choose.js'

const folder = new URL('../../playbooks/', import.meta.url)
const idOf = (file: string): string => (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { id: string }).id
const [tampering, investigate] = [idOf('controller-tampering.json'), idOf('investigate.json')]
const read = readChoose(
  readFileSync(new URL('choose.yml', folder), 'utf8'),
  'choose.yml',
  new Set([tampering, investigate]),
)
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
  it('is the most special one of all findings, and names the finding', () => {
    const findings = [
      { zone: 'oa', zoneNetwork: 'information', rule: 'many-sensors' },
      { zone: 'line-1', zoneNetwork: 'equipment', rule: 'recon-then-write' },
    ]
    expect(choose(read.table, { findings, severity: 50 })).toEqual({
      row: 0,
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
