import { describe, expect, it } from '@jest/globals'
import { TACTICS } from '@genba/contracts'
import { openOnes, play, signal, type ToldAs } from '../testing/incidents.js'
import type { PlantFacts } from './facts.js'
import { ranksOf, stepForward } from './tactics.js'

/** The model factory's way in: office terminal → production control → supervision (SCADA) → line (controller). */
const facts: PlantFacts = {
  conduits: [
    { id: 'oa-control', from: 'oa', to: 'control', direction: 'from-to' },
    { id: 'control-scada', from: 'control', to: 'scada', direction: 'both' },
    { id: 'scada-line', from: 'scada', to: 'line', direction: 'from-to' },
    { id: 'scada-store', from: 'scada', to: 'store', direction: 'from-to' },
  ],
  zoneNames: new Map(),
}
/** Each zone's host is reached from the one before and then acts on the next; hours pass between. */
const office = signal({ zone: 'oa', at: 0, techniques: ['T0865'], targets: ['asset:oa-pc', '10.1.0.5'] })
const control = signal({ zone: 'control', at: 120, techniques: ['T0886'], actors: ['10.1.0.5'], targets: ['10.2.0.5'] })
const scada = signal({ zone: 'scada', at: 200, techniques: ['T0845'], actors: ['10.2.0.5'], targets: ['10.3.0.5'] })
const line = signal({ zone: 'line', at: 230, techniques: ['T0836'], actors: ['10.3.0.5'], targets: ['10.4.0.5'] })
const chain = [office, control, scada, line]

const count = (...told: ToldAs[]) => openOnes(play(told.map(signal), facts)).length

describe('an attack chain across zones', () => {
  it('is one incident, with each conduit, what is shared and the step from tactic to tactic', () => {
    const [incident, ...others] = openOnes(play(chain, facts))
    expect(others).toEqual([])
    expect(incident).toMatchObject({
      zones: ['oa', 'control', 'scada', 'line'],
      spread: [
        { from: 'oa', zone: 'control', conduit: 'oa-control', shared: '10.1.0.5', step: { from: 'initial-access', to: 'lateral-movement' } },
        { from: 'control', zone: 'scada', shared: '10.2.0.5', step: { from: 'lateral-movement', to: 'collection' } },
        { from: 'scada', zone: 'line', conduit: 'scada-line', shared: '10.3.0.5' },
      ],
    }) // prettier-ignore
  })

  it('joins incidents that were apart until the step between them was told, and says which step', () => {
    const grouping = play([line, office, control], facts)
    expect(openOnes(grouping).map(({ zones }) => zones)).toEqual([['oa', 'control'], ['line']])
    const [survivor, ...others] = openOnes(play([scada], facts, { grouping }))
    expect(others).toEqual([])
    const [away] = [...grouping.incidents.values()].filter(({ state }) => state === 'merged')
    const first = [...grouping.incidents.values()].find(({ opener }) => opener === line.id)
    expect(survivor?.id).toBe(first?.id)
    expect(away).toMatchObject({
      zones: ['oa', 'control'],
      merged: { into: survivor?.id, links: [{ signal: control.id }, { signal: scada.id }, { signal: line.id }] },
    })
    expect(survivor?.merges).toEqual([
      {
        incident: away?.id,
        links: [
          { code: 'chain', signal: control.id, from: 'oa', to: 'control', conduit: 'oa-control', shared: '10.1.0.5', step: { from: 'initial-access', to: 'lateral-movement' } },
          { code: 'chain', signal: scada.id, from: 'control', to: 'scada', conduit: 'control-scada', shared: '10.2.0.5', step: { from: 'lateral-movement', to: 'collection' } },
          { code: 'conduit', signal: line.id, from: 'scada', to: 'line', conduit: 'scada-line', shared: '10.3.0.5' },
        ],
      },
    ]) // prettier-ignore
  })

  it('says which signal of a zone closed the gap between two incidents there', () => {
    const [a, b, between] = [0, 50, 25].map((at) => signal({ zone: 'line', at, rule: `r${at}` }))
    const grouping = play([b!, a!], facts)
    expect(openOnes(grouping)).toHaveLength(2)
    const [only] = openOnes(play([between!], facts, { grouping }))
    expect(only?.merges).toMatchObject([{ links: [{ code: 'same-zone', signal: between?.id }] }])
    expect(only?.opener).toBe(b?.id)
  })

  it('also goes over what both only hit, when the tactic goes on', () => {
    const hit = { zone: 'scada', targets: ['asset:historian'], techniques: ['T0846'] }
    const on = { zone: 'line', at: 60, targets: ['asset:historian'] }
    expect(count(hit, { ...on, techniques: ['T0836'] })).toBe(1)
  })
})

describe('what does not belong together stays apart', () => {
  const early: ToldAs = { zone: 'scada', techniques: ['T0846'], targets: ['10.3.0.5'] }
  const late: ToldAs = { zone: 'line', at: 60, techniques: ['T0836'], actors: ['10.3.0.5'] }
  it.each<[string, ToldAs, ToldAs]>([
    ['the tactic does not go on', { ...early, techniques: ['T0836'] }, late],
    ['the tactic goes back', { ...early, techniques: ['T0879'] }, { ...late, techniques: ['T0846'] }],
    ['a technique is not of ATT&CK for ICS', { ...early, techniques: ['T1059'] }, late],
    ['nothing is shared', early, { ...late, actors: ['10.3.0.6'] }],
    ['what is shared is everybody', { ...early, targets: ['224.0.0.251'] }, { ...late, actors: [], targets: ['224.0.0.251'] }],
    ['no conduit leads there', { ...early, zone: 'oa' }, late],
    ['the conduit leads the other way', { ...early, zone: 'line' }, { ...late, zone: 'scada' }],
    ['two lines are joined by a third zone only', { ...early, zone: 'store' }, late],
    ['it was too long ago', early, { ...late, at: 242 }],
    ['one is a drill', early, { ...late, drill: 'd1' }],
    ['both are, but of two drills', { ...early, drill: 'd1' }, { ...late, drill: 'd2' }],
  ])('when %s', (_, one, other) => {
    expect(count(early, late)).toBe(1)
    expect(count(one, other)).toBe(2)
    expect(count(other, one)).toBe(2)
  }) // prettier-ignore
})

describe('tactics', () => {
  it('go on by the shortest step forward, or not at all', () => {
    const ranks = (...techniques: string[]) => new Set(techniques.flatMap((each) => [...ranksOf(each)]))
    expect(stepForward(ranks('T0865', 'T0846'), ranks('T0836', 'T0845'))).toEqual({ from: 'discovery', to: 'collection' })
    expect(stepForward(ranks('T0836'), ranks('T0846'))).toBeUndefined()
    expect(stepForward(ranks('T0846'), ranks('T0846'))).toBeUndefined()
    expect(stepForward(new Set(), ranks('T0846'))).toBeUndefined()
    expect(ranksOf('t0859').map((rank) => TACTICS[rank])).toEqual(['persistence', 'lateral-movement'])
  }) // prettier-ignore
})
