import { describe, expect, it } from '@jest/globals'
import { Explanation, NO_DESKS, type Alert, type ExplainedRule, type Incident } from '@genba/contracts'
import type { PlantFacts } from '../incidents/facts.js'
import { readRules } from '../rules/read-rules.js'
import { alert, feed, newest, START } from '../testing/alerts.js'
import { openOnes, play } from '../testing/incidents.js'
import { drainSignals } from '../zones/drain.js'
import { startPartition } from '../zones/state.js'
import { explain, type Asked } from './explain.js'

const MINUTE = 60_000
const PACK = `
title: Reconnaissance
name: recon
detection:
  selection:
    name|contains: [scan, sweep]
    severity|gte: 20
  inventory: { name|contains: inventory }
  condition: selection and not inventory
---
title: Write
name: write
logsource: { product: genba, category: network }
detection:
  selection: { name|startswith: write }
  condition: selection
---
name: recon-then-write
genba: { title: { ja: 偵察後の書込み, en: Recon then write } }
correlation: { type: temporal_ordered, rules: [recon, write], group-by: [dst.ip], timespan: 10m }
---
title: Any of high severity
name: high
detection:
  selection: { severity|gte: 80 }
  condition: selection
---
name: three-high
genba: { title: { ja: 繰り返し, en: Repeated } }
correlation: { type: event_count, rules: [high], group-by: [rule], timespan: 5m, condition: { gte: 3 } }
---
name: two-sensors
genba: { title: { ja: センサー, en: Sensors } }
correlation: { type: value_count, rules: [high], timespan: 5m, condition: { field: fields.tag, gte: 2 } }
`
const pack = readRules([{ file: 'x.yml', text: PACK }])
const facts: PlantFacts = {
  conduits: [{ id: 'scada-line', from: 'scada', to: 'line', direction: 'from-to' }],
  zoneNames: new Map(),
}
const plc = { ip: '10.0.0.3' }
const scan = (at: string, more: Partial<Alert> = {}) => alert({ name: 'port scan', dst: plc, ...more, at })
const write = (at: string, more: Partial<Alert> = {}) => alert({ name: 'write coil', dst: plc, ...more, at })
const high = (at: string, more: Partial<Alert> = {}) => alert({ severity: 80, ...more, at })

/** What the correlator would have made of these alerts, in this order. */
function incidentsOf(alerts: readonly Alert[]): Incident[] {
  const told = drainSignals(feed(startPartition(pack), alerts), 'all')
  return openOnes(
    play(
      [...newest(told).values()].sort((a, b) => a.firedAt - b.firedAt),
      facts,
    ),
  )
}
function why(alerts: readonly Alert[], asked: Alert, more: Partial<Asked> = {}) {
  const told = explain({ pack, alerts, incidents: incidentsOf(alerts), facts, ...more }, asked.id)
  const whole = Explanation.parse(told)
  const rule = (id: string) => whole.rules.find((each) => each.id === id) as ExplainedRule
  return { ...whole, rule }
}

it('speaks of the alerts of a rule that builds on another one first', () => {
  const text = `${PACK}---
name: forced
genba: { title: { ja: 強行, en: Forced } }
correlation: { type: temporal_ordered, rules: [recon-then-write, high], timespan: 10m }
`
  const chained = readRules([{ file: 'x.yml', text }])
  const alerts = [scan('00:00'), write('01:00'), high('02:00')]
  const told = explain({ pack: chained, alerts, incidents: [], facts }, alerts[2]!.id)
  const rule = Explanation.parse(told).rules.find(({ id }) => id === 'forced')
  expect(rule).toMatchObject({ bases: [{ id: 'high', isMatched: true }], outcome: 'unsettled' })
})

describe('an alert in an incident', () => {
  it('names the rule, what matched, the window, the signal and how it opened the incident', () => {
    const alerts = [scan('00:00'), write('08:00')]
    const told = why(alerts, alerts[1] as Alert)
    expect(told).toMatchObject({ verdict: 'in-incident', incident: `p~z~recon-then-write~${START}`, deliveries: 1 })
    expect(told.rule('recon-then-write')).toMatchObject({
      outcome: 'fired',
      group: { 'dst.ip': '10.0.0.3' },
      window: { from: START - 2 * MINUTE, to: START + 8 * MINUTE, count: 2, needed: 2 },
      signal: { count: 2, firedAt: START + 8 * MINUTE, incident: told.incident },
      bases: [
        {
          id: 'recon',
          isMatched: false,
          compared: [{ field: 'name', expected: ['scan', 'sweep'], actual: 'write coil' }],
        },
        {
          id: 'write',
          isMatched: true,
          compared: [
            { selection: 'logsource', field: 'kind', expected: ['network'], actual: 'network' },
            { field: 'name', modifiers: ['startswith'], expected: ['write'], actual: 'write coil', isExcluded: false },
          ],
        },
      ],
    })
    expect(told.joins).toMatchObject([{ code: 'opened', rule: 'recon-then-write', incident: told.incident }])
    expect(told.rules[0]).toMatchObject({ id: 'recon-then-write' })
  })

  it('is so also after the condition was met, and when the topic begins after that', () => {
    const alerts = [high('00:00'), high('01:00'), high('02:00'), high('06:00')]
    const last = alerts[3] as Alert
    expect(why(alerts, last).rule('three-high')).toMatchObject({ outcome: 'fired', signal: { count: 4 } })
    const cut = explain({ pack, alerts: [last], incidents: incidentsOf(alerts), facts, isCut: true }, last.id)
    expect(cut).toMatchObject({ verdict: 'in-incident', read: { alerts: 1, isCut: true } })
  })

  it('is told to be in another incident than the one asked about', () => {
    const alerts = [scan('00:00'), write('08:00')]
    expect(why(alerts, alerts[0] as Alert, { asked: 'p~other~r~1' }).verdict).toBe('in-other-incident')
  })
})

describe('an alert in no incident', () => {
  it('says which field differs, with what was expected and what it is', () => {
    const alerts = [scan('00:00', { severity: 5 }), write('01:00')]
    const told = why(alerts, alerts[0] as Alert)
    expect(told).toMatchObject({ verdict: 'no-rule-matched', joins: [] })
    expect(told.rule('recon-then-write').bases[0]).toMatchObject({
      isMatched: false,
      compared: [{ selection: 'selection', field: 'severity', modifiers: ['gte'], expected: [20], actual: 5 }],
    })
  })

  it('says which filter it fell to', () => {
    const asked = scan('00:00', { name: 'inventory scan' })
    expect(why([asked], asked).rule('recon-then-write').bases[0]).toMatchObject({
      compared: [{ selection: 'inventory', field: 'name', expected: ['inventory'], isExcluded: true }],
    })
  })

  it('says that the window was too short, with the count that came together', () => {
    const alerts = [high('00:00'), high('04:00'), high('05:01')]
    const told = why(alerts, alerts[0] as Alert)
    expect(told.verdict).toBe('no-rule-fired')
    expect(told.rule('three-high')).toMatchObject({
      outcome: 'waiting',
      window: { from: START - MINUTE, to: START + 4 * MINUTE, count: 2, needed: 3, elsewhere: 0 },
    })
  })

  it('says that the others have another value of what the rule groups by', () => {
    const alerts = [scan('00:00', { dst: { ip: '10.0.0.9' } }), write('01:00')]
    expect(why(alerts, alerts[1] as Alert).rule('recon-then-write')).toMatchObject({
      outcome: 'waiting',
      group: { 'dst.ip': '10.0.0.3' },
      window: { count: 0, needed: 2, elsewhere: 1 },
    })
  })

  it('says that steps came in the wrong order', () => {
    const alerts = [write('00:00'), scan('01:00')]
    expect(why(alerts, alerts[0] as Alert).rule('recon-then-write').window).toMatchObject({ count: 1, needed: 2 })
  })

  it('says what it has no value for', () => {
    const asked = alert({ at: '00:00', name: 'write coil', severity: 80 })
    const told = why([asked], asked)
    expect(told.rule('recon-then-write')).toMatchObject({ outcome: 'no-group', group: { 'dst.ip': null } })
    expect(told.rule('two-sensors').outcome).toBe('no-value')
  })

  it('came too late', () => {
    const asked = write('01:00')
    const told = why([scan('00:00'), alert({ at: '10:00' }), asked], asked)
    expect(told).toMatchObject({ verdict: 'late', late: { behindMs: 9 * MINUTE, latenessMs: 2 * MINUTE } })
    expect(told.rule('recon-then-write').outcome).toBe('late')
  })

  it('came again: repeats are counted and left out', () => {
    const asked = high('00:00')
    const told = why([asked, asked, asked], asked)
    expect(told).toMatchObject({ verdict: 'no-rule-fired', deliveries: 3 })
    expect(told.rule('three-high').window).toMatchObject({ count: 1 })
  })

  it('of a drill is not counted with those of the plant', () => {
    const alerts = [high('00:00'), high('01:00'), high('02:00', { drill: 'd1' })]
    expect(why(alerts, alerts[2] as Alert).rule('three-high').window).toMatchObject({ count: 1 })
  })

  it('is unknown when it is not among those that were read', () => {
    expect(explain({ pack, alerts: [high('00:00')], incidents: [], facts }, 'nobody')).toBeUndefined()
  })
})

describe('a signal and the incidents of other zones', () => {
  const actor = { ip: '10.0.0.66' }
  const inScada = [scan('00:00', { zone: 'scada', src: actor }), write('01:00', { zone: 'scada', src: actor })]
  const inLine = (minute: number, src: { ip: string }, zone = 'line') => [
    scan(`${minute}:00`, { zone, src, dst: { ip: '10.0.0.4' } }),
    write(`${minute + 1}:00`, { zone, src, dst: { ip: '10.0.0.4' } }),
  ]
  const told = (late: Alert[], change: (incident: Incident) => Incident = (same) => same) => {
    const before = incidentsOf(inScada).map(change)
    return why(late, late[1] as Alert, { incidents: before }).joins
  }

  it('joined by the conduit and who was seen on both sides', () => {
    const alerts = [...inScada, ...inLine(5, actor)]
    expect(why(alerts, alerts[3] as Alert).joins).toMatchObject([
      { code: 'conduit', conduit: 'scada-line', from: 'scada', to: 'line', shared: '10.0.0.66' },
    ])
  })

  it.each([
    ['nothing is shared', inLine(5, { ip: '10.9.9.9' }), { code: 'nothing-shared' }],
    ['no conduit leads there', inLine(5, actor, 'office'), { code: 'no-conduit', shared: '10.0.0.66' }],
    ['it was too long ago', inLine(40, actor), { code: 'too-long-ago', gapMs: 39 * MINUTE, joinMs: 30 * MINUTE }],
  ])('stay apart when %s', (_what, late, reason) => {
    expect(told(late)).toMatchObject([reason])
  })

  it('stay apart when the incident is closed or of a drill', () => {
    expect(told(inLine(5, actor), (open) => ({ ...open, state: 'closed' }))).toMatchObject([{ code: 'closed' }])
    expect(told(inLine(5, actor), (open) => ({ ...open, drill: 'd1' }))).toMatchObject([{ code: 'other-drill' }])
  })
})

describe('what became of the alert as an alarm', () => {
  const covers: Asked['covers'] = [
    {
      ...{ kind: 'shelf', v: 1, id: 'shelf-1', plant: 'p', zone: 'z', rule: 'loose', reason: 'loose cable' },
      ...{ by: 'suzuki', from: START - MINUTE, until: START + 60 * MINUTE },
    },
  ]
  const told = (alerts: readonly Alert[], id: string, hidden: Asked['covers'] = []) =>
    explain({ pack, alerts, incidents: [], facts, covers: hidden }, id)?.alarm

  it('names the shelf, who shelved it, why and until when, and that it only supports rules', () => {
    const alerts = [alert({ at: '00:00', id: 'x', rule: 'loose' })]
    expect(told(alerts, 'x', covers)).toEqual({
      is: 'shelved',
      counts: 'support',
      cover: { kind: 'shelf', id: 'shelf-1', by: 'suzuki', reason: 'loose cable', until: START + 60 * MINUTE },
    })
    expect(told(alerts, 'x')).toEqual({ is: 'new', counts: 'full' })
  })

  it('says that a severe one behind the shelf counts in full', () => {
    const alerts = [alert({ at: '00:00', id: 'x', rule: 'loose', severity: 90 })]
    expect(told(alerts, 'x', covers)).toMatchObject({ is: 'shelved', counts: 'full' })
  })

  it('tells chattering and folded', () => {
    const often = [0, 1, 2].map((n) => alert({ at: START + n * 1_000, id: `c-${n}`, rule: 'loose' }))
    expect(told(often, 'c-2')).toEqual({ is: 'chattering', counts: 'full' })
    const flood = Array.from({ length: 40 }, (_, n) => alert({ at: START + n * 1_000, id: `f-${n}`, rule: `r-${n}` }))
    expect(told(flood, 'f-39')).toEqual({ is: 'folded', counts: 'full' })
  })

  it('names the rule of the plant that suppresses it by design, and its reason', () => {
    const design = {
      rules: [
        {
          ...{
            id: 'while-changing',
            plant: 'p',
            zones: '*' as const,
            suppress: ['loose'],
            reason: 'idle',
            releaseMs: 0,
          },
          when: { kind: 'plantState' as const, states: ['changeover' as const] },
        },
      ],
      plantStates: { p: [{ from: 0, state: 'changeover' as const }] },
      latched: [],
      seats: { desks: NO_DESKS },
    }
    const alerts = [alert({ at: '00:00', id: 'x', rule: 'loose' })]
    expect(explain({ pack, alerts, incidents: [], facts, design }, 'x')?.alarm).toEqual({
      is: 'suppressed',
      // What comes over the network is no consequence of a machine that idles.
      counts: 'full',
      cover: { kind: 'design', id: 'while-changing', reason: 'idle' },
    })
  })
})
