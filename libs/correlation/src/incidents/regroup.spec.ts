import { describe, expect, it } from '@jest/globals'
import { type Alert, type AlertGroup, type Incident, type Signal } from '@genba/contracts'
import fc from 'fast-check'
import { readRules } from '../rules/read-rules.js'
import { alert, START } from '../testing/alerts.js'
import { correlate } from '../zones/correlate.js'
import { drainSignals } from '../zones/drain.js'
import { startPartition } from '../zones/state.js'
import { openOnes, play, reopen, signal, write, type ToldAs } from '../testing/incidents.js'
import type { PlantFacts } from './facts.js'
import { hold, type Grouping } from './grouping.js'
import { operate } from './operate.js'

const MINUTE = 60_000
const facts: PlantFacts = {
  conduits: [
    { id: 'oa-scada', from: 'oa', to: 'scada', direction: 'from-to' },
    { id: 'scada-line', from: 'scada', to: 'line', direction: 'both' },
  ],
  zoneNames: new Map([['line', { ja: '生産ライン', en: 'Production line' }]]),
}

const pack = readRules([
  {
    file: 'x.yml',
    text: 'name: any\ndetection: { s: { severity: 20 }, condition: s }\n---\nname: three\ntitle: three\ncorrelation: { type: event_count, rules: [any], timespan: 3m, condition: { gte: 3 } }\n',
  },
])

const all = (signals: readonly Signal[], grouping?: Grouping): Incident[] =>
  openOnes(play(signals, facts, grouping ? { grouping } : {}))
const zones = (incidents: Incident[]) => incidents.map((incident) => incident.zones.join('+')).sort()

describe('signals of one zone', () => {
  it('belong together within half an hour', () => {
    expect(zones(all([signal({ zone: 'line' }), signal({ zone: 'line', at: 30, rule: 'r2' })]))).toEqual(['line'])
    expect(zones(all([signal({ zone: 'line' }), signal({ zone: 'line', at: 32, rule: 'r2' })]))).toEqual([
      'line',
      'line',
    ])
    expect(zones(all([signal({ zone: 'line', at: 40 }), signal({ zone: 'line', at: 0 })]))).toEqual(['line', 'line'])
  })
  it('of a drill stay apart from the real ones', () => {
    expect(all([signal({ zone: 'line' }), signal({ zone: 'line', drill: 'd1' })]).map(({ drill }) => drill)).toEqual([
      undefined,
      'd1',
    ])
  })
  it('give a title in both languages, with the zone by its name', () => {
    const [incident] = all([signal({ zone: 'line' }), signal({ zone: 'line', rule: 'r2', at: 1 })])
    expect(incident?.title).toEqual({ ja: '生産ライン：r1日 ほか1件', en: 'Production line: r1 and 1 more' })
  })
})

describe('a signal in a neighbouring zone', () => {
  const scada = signal({ zone: 'scada', targets: ['10.0.0.5'] })
  it('spreads the incident when its actor was seen there before', () => {
    const [incident, ...others] = all([scada, signal({ zone: 'line', at: 5, actors: ['10.0.0.5'] })])
    expect(others).toEqual([])
    expect(incident).toMatchObject({
      zones: ['scada', 'line'],
      spread: [{ zone: 'line', from: 'scada', conduit: 'scada-line', shared: '10.0.0.5', at: START + 5 * MINUTE }],
    })
  })
  it('is the beginning when it comes later but happened earlier', () => {
    const [incident, ...others] = all([signal({ zone: 'line', at: 5, actors: ['10.0.0.5'] }), scada])
    expect(others).toEqual([])
    expect(incident).toMatchObject({
      zones: ['scada', 'line'],
      openedAt: scada.firstAt,
      spread: [{ zone: 'line', from: 'scada', conduit: 'scada-line' }],
    })
  })
  it('is another incident when nobody is shared, only a target is, no conduit leads there, or against its direction', () => {
    expect(all([scada, signal({ zone: 'line', at: 5, actors: ['10.0.0.6'] })])).toHaveLength(2)
    expect(all([scada, signal({ zone: 'line', at: 5, targets: ['10.0.0.5'] })])).toHaveLength(2)
    expect(
      all([signal({ zone: 'oa', targets: ['10.0.0.5'] }), signal({ zone: 'line', at: 5, actors: ['10.0.0.5'] })]),
    ).toHaveLength(2)
    expect(all([scada, signal({ zone: 'oa', at: 5, actors: ['10.0.0.5'] })])).toHaveLength(2)
  })
})

describe('alerts', () => {
  const group = (rule: string, count: number): AlertGroup => ({
    rule,
    name: rule,
    zone: 'line',
    count,
    severity: 50,
    firstAt: START,
    lastAt: START,
  })
  it('in two signals of different rules count once', () => {
    const [incident] = all([
      signal({ zone: 'line', groups: [group('ids:1', 20), group('ids:2', 5)], count: 25 }),
      signal({ zone: 'line', rule: 'r2', groups: [group('ids:1', 12)], count: 12 }),
    ])
    expect(incident?.alerts).toBe(25)
  })
  it('in two signals of one rule add up', () => {
    const [incident] = all([
      signal({ zone: 'line', groups: [group('ids:1', 20)], count: 20 }),
      signal({ zone: 'line', at: 20, groups: [group('ids:1', 12)], count: 12 }),
    ])
    expect(incident?.alerts).toBe(32)
  })
  it('that the signal had no room to name are counted all the same', () => {
    const [incident] = all([signal({ zone: 'line', groups: [group('ids:1', 20)], count: 1_000 })])
    expect(incident?.alerts).toBe(1_000)
  })
})

describe('a closed incident', () => {
  const line = (more: Partial<ToldAs>) => signal({ zone: 'line', ...more })
  const closing = (incident: Incident, id = 'l', by = 'shift') =>
    ({
      v: 1,
      id,
      plant: 'p',
      incident: incident.id,
      to: 'closed',
      reason: 'done',
      by,
      at: START + 10 * MINUTE,
    }) as const
  const closed = () => {
    const grouping = play([line({ revision: 3 })], facts)
    const [open] = openOnes(grouping) as [Incident]
    return { id: open.id, grouping: play([closing(open)], facts, { grouping }) }
  }
  it('says who closed it, and is not closed twice', () => {
    const { id, grouping } = closed()
    expect(grouping.incidents.get(id)).toMatchObject({
      state: 'closed',
      closedAt: START + 10 * MINUTE,
      closed: { by: 'shift', reason: 'done' },
    })
    const again = operate(grouping, closing({ id } as Incident, 'l2', 'soc'), 9, facts)
    expect(again).toMatchObject({ refused: 'not-open' })
    expect(write(grouping, facts)).toMatchObject([{ id, closed: { by: 'shift' }, operations: [{ id: 'l' }, { id: 'l2', refused: 'not-open' }] }]) // prettier-ignore
  })
  it('is not opened again by what comes late', () => {
    const { grouping } = closed()
    hold(grouping, line({ revision: 5, lasts: 9 }), 5)
    expect(write(grouping, facts)).toEqual([])
    expect(openOnes(grouping)).toEqual([])
  })
  it('does not swallow what goes on after the closing: that is a new one', () => {
    const { id, grouping } = closed()
    hold(grouping, line({ revision: 9, lasts: 12 }), 5)
    const changed = write(grouping, facts)
    expect(changed).toMatchObject([{ state: 'open', openedAt: START + 10 * MINUTE }])
    expect(changed[0]?.id).not.toBe(id)
  })
  it('that was closed before operations were kept stays closed too', () => {
    const { id, grouping } = closed()
    grouping.operations.clear()
    const later = reopen(grouping)
    expect(write(later, facts).filter((each) => each.state !== 'closed')).toEqual([])
    expect(later.incidents.get(id)?.state).toBe('closed')
  })
})

describe('any signals', () => {
  const any = fc.record({
    zone: fc.constantFrom('oa', 'scada', 'line'),
    rule: fc.constantFrom('r1', 'r2'),
    at: fc.constantFrom(0, 3, 40, 90),
    revision: fc.integer({ min: 1, max: 4 }),
    actors: fc.subarray(['1', '2', '3']),
    targets: fc.subarray(['1', '2', '3']),
  })
  it('told twice, or an older revision after a newer one, change nothing', () => {
    fc.assert(
      fc.property(fc.array(any.map(signal), { minLength: 1, maxLength: 25 }), (signals) => {
        const grouping = play(signals, facts)
        const once = openOnes(grouping)
        expect(all(signals, grouping)).toEqual(once)
        expect(all([...signals].reverse(), reopen(grouping))).toEqual(once)
      }),
      { numRuns: 300 },
    )
  })
  it('from alerts in any order within the lateness give incidents of the same zones', () => {
    const alerts = fc.array(
      fc.record({
        seconds: fc.integer({ min: 0, max: 900 }),
        late: fc.integer({ min: 0, max: 120 }),
        zone: fc.constantFrom('oa', 'scada', 'line'),
        told: fc.boolean(),
      }),
      { minLength: 3, maxLength: 60 },
    )
    const play = (ordered: { alert: Alert; told: boolean }[]) => {
      const state = startPartition(pack)
      return zones(
        all(
          ordered.flatMap(({ alert: each, told }, offset) => {
            correlate(state, each, offset)
            return drainSignals(state, told ? 'all' : 'fresh')
          }),
        ),
      )
    }
    fc.assert(
      fc.property(alerts, (made) => {
        const each = made.map(({ seconds, late, zone, told }) => ({
          told,
          arrives: seconds + late,
          alert: alert({ at: START + seconds * 1000, zone, src: { ip: `10.0.0.${zone.length}` } }),
        }))
        expect(play([...each].sort((a, b) => a.arrives - b.arrives))).toEqual(
          play([...each].sort((a, b) => a.alert.at - b.alert.at)),
        )
      }),
      { numRuns: 300 },
    )
  })
  it('keep an incident within its bounds, and what was left out counted', () => {
    const many = Array.from({ length: 320 }, (_, index) =>
      signal({
        zone: 'line',
        at: index / 100,
        group: `g${index}`,
        actors: [`a${index}`],
        groups: [{ ...(signal({ zone: 'line' }).groups[0] as AlertGroup), rule: `ids:${index}` }],
      }),
    )
    const grouping = play(many, facts)
    const [incident, ...others] = openOnes(grouping) as [Incident]
    expect(others).toEqual([])
    expect({
      signals: incident.signals.length,
      groups: incident.groups.length,
      samples: incident.samples.length,
      actors: incident.actors.length,
    }).toEqual({ signals: 300, groups: 300, samples: 50, actors: 300 })
    expect(incident.evicted).toEqual({ signals: 20, groups: 20, samples: 270 })
    expect(all(many, grouping)).toEqual([incident])
  })
})
