import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { NO_DESKS, WhatIfResult, type Alert } from '@genba/contracts'
import type { PlantFacts } from '../incidents/facts.js'
import { DEFAULT_JOIN } from '../incidents/facts.js'
import { readRules, type RulePack } from '../rules/read-rules.js'
import { alert, START } from '../testing/alerts.js'
import { DEFAULT_SETTINGS } from '../zones/state.js'
import { endWhatIf, feedWhatIf, startWhatIf } from './what-if.js'

const packOf = (count: number, more = ''): RulePack =>
  readRules([
    {
      file: 'x.yml',
      text: `
name: write
detection: { s: { name: write }, condition: s }
---
name: writes
genba: { title: { ja: 書込み, en: Writes }, severity: 60 }
correlation: { type: event_count, rules: [write], group-by: [dst.ip], timespan: 5m, condition: { gte: ${count} } }
${more}`,
    },
  ])
const SCANS = `---
name: scan
detection: { s: { name: scan }, condition: s }
---
name: scans
genba: { title: { ja: 走査, en: Scans }, severity: 70 }
correlation: { type: event_count, rules: [scan], timespan: 5m, condition: { gte: 2 } }
`
const facts: PlantFacts = {
  conduits: [{ id: 'c', from: 'scada', to: 'line', direction: 'from-to' }],
  zoneNames: new Map(),
}
const settings = { ...DEFAULT_SETTINGS, ...DEFAULT_JOIN }
const ZONES = ['scada', 'line', 'office']
type Hidden = NonNullable<Parameters<typeof startWhatIf>[3]>

function tried(
  before: RulePack,
  after: RulePack,
  alerts: readonly Alert[],
  hidden: Hidden = {},
  until = START + 1,
): WhatIfResult {
  const whatIf = startWhatIf(before, after, settings, hidden)
  alerts.forEach((each, at) => feedWhatIf(whatIf, ZONES.indexOf(each.zone), each, at))
  return WhatIfResult.parse(endWhatIf(whatIf, () => facts, { from: START, until, isCut: false }))
}
const write = (at: string, zone: string, more: Partial<Alert> = {}) =>
  alert({ at, zone, name: 'write', dst: { ip: '10.0.0.1' }, ...more, rule: 'r:write' })
const scan = (at: string, zone: string, more: Partial<Alert> = {}) =>
  alert({ at, zone, name: 'scan', ...more, rule: 'r:scan' })

describe('another pack over the same alerts', () => {
  const actor = { ip: '10.0.9.9' }

  it('hides from both what was shelved, or suppressed by design, at that time', () => {
    const noise = [write('00:00', 'scada'), write('01:00', 'scada')].map((each) => ({
      ...each,
      kind: 'process' as const,
    }))
    const said = { v: 1, plant: 'p', zone: 'scada', rule: 'r:write', reason: 'known', by: 'suzuki' } as const
    const shelf = (minutes: number) =>
      ({ ...said, kind: 'shelf', id: 's', from: START, until: START + minutes * 60_000 }) as const
    const counts = (hidden?: Hidden) => {
      const { before, after, new: fresh } = tried(packOf(3), packOf(2), noise, hidden).counts
      return { before, after, new: fresh }
    }
    expect(counts()).toEqual({ before: 0, after: 1, new: 1 })
    expect(counts({ covers: [shelf(10)] })).toEqual({ before: 0, after: 0, new: 0 })
    expect(counts({ covers: [{ ...shelf(10), from: START + 120_000 }] })).toEqual({ before: 0, after: 1, new: 1 })
    const rule = { id: 'd', plant: 'p', zones: '*' as const, suppress: ['r:write'], reason: 'idle', releaseMs: 0 }
    const rules = [{ ...rule, when: { kind: 'plantState' as const, states: ['stopped' as const] } }]
    const design = {
      rules,
      plantStates: { p: [{ from: 0, state: 'stopped' as const }] },
      latched: [],
      seats: { desks: NO_DESKS },
    }
    expect(counts({ design })).toEqual({ before: 0, after: 0, new: 0 })
  })

  it('has judged by now what a zone that has gone quiet left waiting', () => {
    const few = packOf(2, SCANS.replace('{ gte: 2 }', '{ lte: 2 }'))
    const alerts = [scan('00:00', 'office'), scan('01:00', 'office')]
    const found = (until: number) => tried(packOf(2), few, alerts, {}, until).counts.new
    expect(found(START + 60_000 + settings.latenessMs)).toBe(0)
    expect(found(START + 60_000 + settings.latenessMs + 1)).toBe(1)
  })

  it('that says the same leaves every incident as it was', () => {
    const told = tried(packOf(2), packOf(2), [write('00:00', 'scada'), write('01:00', 'scada')])
    expect(told).toMatchObject({
      counts: { before: 1, after: 1, new: 0, gone: 0, changed: 0, unchanged: 1 },
      signals: [],
      incidents: [],
      rules: { added: [], removed: [], changed: [] },
      read: { alerts: 2, isCut: false },
    })
  })
  it('that asks for more loses incidents', () => {
    const told = tried(packOf(2), packOf(3), [write('00:00', 'scada'), write('01:00', 'scada')])
    expect(told).toMatchObject({
      counts: { before: 1, after: 0, gone: 1 },
      rules: { changed: ['writes'] },
      signals: [{ id: 'writes', title: { en: 'Writes' }, before: 1, after: 0 }],
      incidents: [
        {
          kind: 'gone',
          before: { alerts: 2, zones: ['scada'], title: { ja: 'scada：書込み' } },
          zones: { added: [], removed: ['scada'] },
          groups: [{ rule: 'r:write', zone: 'scada', before: 2, after: 0 }],
        },
      ],
    })
  })
  it('that has one rule more makes new ones, and leaves alone what it does not touch', () => {
    const alerts = [write('00:00', 'scada'), write('01:00', 'scada'), scan('02:00', 'office'), scan('03:00', 'office')]
    expect(tried(packOf(2), packOf(2, SCANS), alerts)).toMatchObject({
      counts: { before: 1, after: 2, new: 1, gone: 0, changed: 0, unchanged: 1 },
      rules: { added: ['scans'], removed: [], changed: [] },
      incidents: [{ kind: 'new', after: { title: { en: 'office: Scans' }, zones: ['office'] } }],
    })
  })
  it('knows an incident again that another rule opened earlier, and tells what came to it', () => {
    const alerts = [
      ...[scan('00:00', 'scada', { src: actor }), scan('00:30', 'scada', { src: actor })],
      ...[write('01:00', 'scada', { src: actor }), write('02:00', 'scada', { src: actor })],
    ]
    expect(tried(packOf(2), packOf(2, SCANS), alerts)).toMatchObject({
      counts: { before: 1, after: 1, new: 0, gone: 0, changed: 1 },
      incidents: [
        {
          kind: 'changed',
          before: { alerts: 2, severity: 60 },
          after: { alerts: 4, severity: 70 },
          rules: [{ id: 'scans', before: 0, after: 1 }],
          groups: [{ rule: 'r:scan', before: 0, after: 2 }],
        },
      ],
    })
  })
  it('tells the zones that an incident now reaches', () => {
    const alerts = [
      ...[write('00:00', 'scada', { src: actor }), write('01:00', 'scada', { src: actor })],
      ...[scan('02:00', 'line', { src: actor }), scan('03:00', 'line', { src: actor })],
    ]
    expect(tried(packOf(2), packOf(2, SCANS), alerts).incidents).toMatchObject([
      { kind: 'changed', zones: { added: ['line'], removed: [] } },
    ])
  })
})

describe('always', () => {
  const some = fc.record({
    what: fc.constantFrom(write, scan),
    zone: fc.constantFrom(...ZONES),
    minute: fc.integer({ min: 0, max: 59 }),
    drill: fc.constantFrom(undefined, 'd1'),
  })
  const PACKS = [packOf(2), packOf(3), packOf(2, SCANS)]
  const pack = fc.constantFrom(...PACKS)
  const alertsOf = (list: { what: typeof write; zone: string; minute: number; drill: string | undefined }[]): Alert[] =>
    [...list]
      .sort((a, b) => a.minute - b.minute)
      .map(({ what, zone, minute, drill }) => what(`${minute}:00`, zone, drill === undefined ? {} : { drill }))

  it('what is new, gone, changed and unchanged makes up all incidents of both sides', () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), pack, pack, (list, before, after) => {
        const { counts } = tried(before, after, alertsOf(list))
        expect(counts.before).toBe(counts.gone + counts.changed + counts.unchanged)
        expect(counts.after).toBe(counts.new + counts.changed + counts.unchanged)
        if (before === after) expect(counts.unchanged).toBe(counts.after)
      }),
    )
  })
  it('the other way round it is the other way round', () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), pack, pack, (list, before, after) => {
        const alerts = alertsOf(list)
        const there = tried(before, after, alerts).counts
        const back = tried(after, before, alerts).counts
        expect([back.new, back.gone, back.unchanged]).toEqual([there.gone, there.new, there.unchanged])
      }),
    )
  })
  it('it does not matter in which order partitions are read', () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), pack, pack, (list, before, after) => {
        const alerts = alertsOf(list)
        const byZone = ZONES.flatMap((zone) => alerts.filter((each) => each.zone === zone))
        expect(tried(before, after, byZone)).toEqual(tried(before, after, alerts))
      }),
    )
  })
})
