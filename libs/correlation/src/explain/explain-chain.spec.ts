import { describe, expect, it } from '@jest/globals'
import { Explanation, type Alert, type ExplainedLink, type ExplainedRule } from '@genba/contracts'
import fc from 'fast-check'
import { readRules } from '../rules/read-rules.js'
import { alert, feed, newest, START } from '../testing/alerts.js'
import { openOnes, play } from '../testing/incidents.js'
import { drainSignals } from '../zones/drain.js'
import { passTime } from '../zones/pass-time.js'
import { startPartition } from '../zones/state.js'
import { explain } from './explain.js'

const MINUTE = 60_000
const UNTIL = START + 240 * MINUTE
const facts = { conduits: [], zoneNames: new Map() }
const named = ['scan', 'write', 'stop']
  .map((id) => `---\nname: is-${id}\ntitle: ${id}\ndetection:\n  s: { name: ${id} }\n  condition: s\n`)
  .join('')
const correlation = (name: string, body: string) =>
  `---\nname: ${name}\ngenba: { title: { ja: ${name}, en: ${name} } }\ncorrelation: { ${body} }\n`
const pack = readRules([
  {
    file: 'x.yml',
    text: [
      named,
      correlation('recon', 'type: event_count, rules: [is-scan], group-by: [src.ip, dst.ip], timespan: 5m, condition: { gte: 2 }'), // prettier-ignore
      correlation('forced', 'type: temporal_ordered, rules: [recon, is-write], group-by: [src.ip], timespan: 10m'),
      correlation('campaign', 'type: temporal, rules: [forced, is-stop], timespan: 30m, generate: true'),
      correlation('wide', 'type: value_count, rules: [recon], timespan: 10m, condition: { field: dst.ip, gte: 2 }'),
    ].join(''),
  },
])

const of =
  (name: string) =>
  (at: string, more: Partial<Alert> = {}) =>
    alert({ name, src: { ip: '10.0.0.9' }, dst: { ip: '10.0.0.3' }, ...more, at })
const [scan, write, stop] = [of('scan'), of('write'), of('stop')] as const

function signalsOf(alerts: readonly Alert[], until = UNTIL) {
  const state = feed(startPartition(pack), alerts)
  passTime(state, until)
  return [...newest(drainSignals(state, 'all')).values()].sort((a, b) => a.firedAt - b.firedAt)
}

function why(alerts: readonly Alert[], asked: Alert, until = UNTIL) {
  const incidents = openOnes(play(signalsOf(alerts, until), facts))
  const told = Explanation.parse(explain({ pack, alerts, incidents, facts, until }, asked.id))
  const rule = (id: string) => told.rules.find((each) => each.id === id) as ExplainedRule
  const link = (id: string, into: string) =>
    rule(into).chain?.find((each) => each.id === id && each.into === into) as ExplainedLink
  return { ...told, rule, link }
}

describe('an alert that is in an incident by a rule that builds on rules alone', () => {
  const alerts = [scan('00:00'), scan('01:00'), write('04:00'), of('ping')('20:00')]

  it('is told the window of its own rule, what that told on, and the rule that fired by it', () => {
    const told = why(alerts, alerts[0] as Alert)
    expect(told).toMatchObject({ verdict: 'in-incident', joins: [{ code: 'opened', rule: 'forced' }] })
    expect(told.rules[0]).toMatchObject({
      id: 'forced',
      outcome: 'fired',
      group: { 'src.ip': '10.0.0.9' },
      window: { from: START - 6 * MINUTE, to: START + 4 * MINUTE, count: 2, needed: 2 },
      signal: { firedAt: START + 4 * MINUTE, count: 3, incident: told.incident },
    })
    expect(told.link('recon', 'forced')).toMatchObject({
      outcome: 'fired',
      bases: [{ id: 'is-scan', isMatched: true }],
      group: { 'src.ip': '10.0.0.9', 'dst.ip': '10.0.0.3' },
      window: { from: START - 4 * MINUTE, to: START + MINUTE, count: 2, needed: 2 },
      firings: [{ from: START - 4 * MINUTE, to: START + MINUTE, alerts: 2, holdsAlert: true }],
      more: 0,
    })
  })

  it('is told so over two rules, in the order in which they build on each other', () => {
    const deep = [...alerts.slice(0, 3), stop('09:00')]
    const told = why(deep, deep[1] as Alert)
    expect(told.rule('campaign')).toMatchObject({ outcome: 'fired', window: { count: 2, to: START + 9 * MINUTE } })
    expect(told.rule('campaign').chain).toMatchObject([
      { id: 'recon', into: 'forced', outcome: 'fired', firings: [{ holdsAlert: true }] },
      { id: 'forced', into: 'campaign', outcome: 'fired', firings: [{ alerts: 3, holdsAlert: true }] },
    ])
  })

  it('is told of no rule beside those that people know', () => {
    expect(why(alerts, alerts[0] as Alert).rules.map(({ id }) => id).sort()).toEqual(['campaign', 'forced', 'is-stop', 'wide']) // prettier-ignore
  })
})

describe('an alert in no incident', () => {
  it('hears that its rule told on, and what the rule that heard of it lacks', () => {
    const alerts = [scan('00:00'), scan('01:00'), write('30:00')]
    const told = why(alerts, alerts[0] as Alert)
    expect(told).toMatchObject({ verdict: 'no-rule-fired', joins: [] })
    expect(told.rule('forced')).toMatchObject({ outcome: 'waiting', window: { count: 1, needed: 2 } })
    expect(told.link('recon', 'forced')).toMatchObject({ outcome: 'fired', firings: [{ holdsAlert: true }] })
    expect(told.rule('wide')).toMatchObject({ outcome: 'waiting', window: { count: 1, needed: 2 } })
  })

  it('hears that its rule has not fired, so that nothing was told on', () => {
    const alerts = [scan('00:00'), write('01:00'), of('ping')('30:00')]
    const told = why(alerts, alerts[0] as Alert)
    expect(told.rule('forced')).toMatchObject({ outcome: 'waiting' })
    expect(told.rule('forced')).not.toHaveProperty('window')
    expect(told.link('recon', 'forced')).toMatchObject({ outcome: 'waiting', window: { count: 1 }, firings: [] })
  })

  it('hears that its rule is not judged yet as long as alerts that come late may change the window', () => {
    const alerts = [scan('00:00'), scan('01:00'), write('01:30')]
    const until = (minutes: number) => why(alerts, alerts[1] as Alert, START + minutes * MINUTE)
    expect(until(2).rule('forced')).toMatchObject({ outcome: 'unsettled' })
    expect(until(2).link('recon', 'forced')).toMatchObject({ outcome: 'unsettled', window: { count: 2, needed: 2 } })
    expect(why(alerts, alerts[2] as Alert, START + 2 * MINUTE).rule('forced')).toMatchObject({ outcome: 'unsettled' })
    expect(until(4).link('recon', 'forced')).toMatchObject({ outcome: 'fired', firings: [{ holdsAlert: true }] })
    expect(until(4).rule('forced')).toMatchObject({ outcome: 'fired' })
  })

  it('hears that its rule had fired before it came', () => {
    const alerts = [scan('00:00'), scan('01:00'), scan('03:00'), of('ping')('30:00')]
    const told = why(alerts, alerts[2] as Alert)
    expect(told.rule('forced')).toMatchObject({ outcome: 'waiting' })
    expect(told.link('recon', 'forced')).toMatchObject({
      outcome: 'after',
      firings: [{ alerts: 2, holdsAlert: false }],
    })
  })

  it('that no rule of the chain means is told so', () => {
    const alerts = [scan('00:00'), scan('01:00'), of('ping')('02:00')]
    expect(why(alerts, alerts[2] as Alert)).toMatchObject({ verdict: 'no-rule-matched' })
  })
})

it('as many alerts are told to be in a signal of a rule that builds on rules as it counts', () => {
  const arbitrary = fc.record({
    at: fc.nat(60).map((step) => START + step * 30_000),
    name: fc.constantFrom('scan', 'scan', 'scan', 'write', 'stop'),
    dst: fc.constantFrom({ ip: '10.0.0.3' }, { ip: '10.0.0.4' }),
  })
  fc.assert(
    fc.property(fc.array(arbitrary, { minLength: 4, maxLength: 25 }), (all) => {
      const alerts = all.sort((a, b) => a.at - b.at).map((each) => alert({ src: { ip: '10.0.0.9' }, ...each }))
      const told = alerts.map(({ id }) => explain({ pack, alerts, incidents: [], facts, until: UNTIL }, id)!)
      for (const rule of ['forced', 'wide', 'campaign']) {
        const counted = signalsOf(alerts).reduce((sum, signal) => sum + (signal.rule.id === rule ? signal.count : 0), 0)
        const fired = told.filter(({ rules }) => rules.some(({ id, outcome }) => id === rule && outcome === 'fired'))
        expect(fired).toHaveLength(counted)
      }
    }),
    { numRuns: 40 },
  )
})
