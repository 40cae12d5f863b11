import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Incident, IncidentLifecycle } from '@genba/contracts'
import { openOnes, play, reopen, signal, write, type Told } from '../testing/incidents.js'
import type { PlantFacts } from './facts.js'
import { openGrouping, type Grouping } from './grouping.js'

const facts: PlantFacts = { conduits: [], zoneNames: new Map() }
const press = signal({ zone: 'press' })
const weld = [signal({ zone: 'weld', at: 200 }), signal({ zone: 'weld', at: 205, rule: 'r2' }), signal({ zone: 'weld', at: 210, rule: 'r3' })] // prettier-ignore
const [w1, w2, w3] = weld as [(typeof weld)[0], (typeof weld)[0], (typeof weld)[0]]

let grouping: Grouping
let order = 100
const at = (zone: string): Incident => openOnes(grouping).find(({ zones }) => zones.includes(zone)) as Incident
const tell = (...told: Told[]) => play(told, facts, { grouping })
type Asked = IncidentLifecycle extends infer L ? (L extends IncidentLifecycle ? Omit<L, 'v' | 'id' | 'plant' | 'reason' | 'by' | 'at'> : never) : never // prettier-ignore
function ask(asked: Asked): string {
  const id = `o${order++}`
  const operation = { v: 1, id, plant: 'p', reason: `why ${id}`, by: 'soc', at: order, ...asked } as IncidentLifecycle
  tell(operation)
  return id
}
const last = () => [...grouping.operations.values()].at(-1)
const content = ({ version: _, operations: _o, merges: _m, ...rest }: Incident) => rest

beforeEach(() => {
  grouping = openGrouping('p', { signals: [], operations: [], incidents: [] })
  tell(press, ...weld)
})

describe('merging by a person', () => {
  it('puts two incidents together, with who and why on both', () => {
    const [one, other] = [at('weld'), at('press')]
    const id = ask({ to: 'merged', incident: one.id, other: other.id, seen: '', otherSeen: '' })
    expect(openOnes(grouping)).toMatchObject([
      {
        id: one.id,
        zones: ['press', 'weld'],
        merges: [{ incident: other.id, links: [{ code: 'person', operation: id }] }],
        operations: [{ id, kind: 'merged', by: 'soc', reason: `why ${id}`, other: other.id }],
      },
    ])
    expect(grouping.incidents.get(other.id)).toMatchObject({
      state: 'merged',
      merged: { into: one.id, links: [{ code: 'person', operation: id }] },
      operations: [{ id, other: one.id }],
    })
  })

  it('undone gives back exactly what was, and what came meanwhile to where it belongs', () => {
    const [one, other] = [at('weld'), at('press')]
    const id = ask({ to: 'merged', incident: one.id, other: other.id })
    ask({ to: 'undone', incident: one.id, operation: id })
    expect(openOnes(grouping).map(content)).toEqual([other, one].map(content))
    const again = ask({ to: 'merged', incident: other.id, other: one.id })
    tell(signal({ zone: 'weld', at: 215, rule: 'r4' }))
    expect(openOnes(grouping).map(({ signals }) => signals.length)).toEqual([5])
    ask({ to: 'undone', incident: one.id, operation: again })
    expect(openOnes(grouping).map(({ id: its, signals }) => [its, signals.length])).toEqual([[other.id, 1], [one.id, 4]]) // prettier-ignore
  })

  it('of a real incident and a drill, of one with itself, or of one that is not there, is refused', () => {
    tell(signal({ zone: 'weld', at: 200, drill: 'd' }))
    const drill = openOnes(grouping).find((each) => each.drill) as Incident
    ask({ to: 'merged', incident: at('press').id, other: drill.id })
    expect(last()).toMatchObject({ refused: 'drill' })
    ask({ to: 'merged', incident: at('press').id, other: at('press').id })
    expect(last()).toMatchObject({ refused: 'not-found' })
    ask({ to: 'merged', incident: at('press').id, other: 'nobody' })
    expect(last()).toMatchObject({ refused: 'not-found' })
    expect(openOnes(grouping)).toHaveLength(3)
  })

  it('when somebody else was faster is refused and told on the incident', () => {
    const [one, other] = [at('weld'), at('press')]
    const first = ask({ to: 'detached', incident: one.id, signal: w2.id, seen: '' })
    ask({ to: 'merged', incident: one.id, other: other.id, seen: '', otherSeen: '' })
    expect(last()).toMatchObject({ refused: 'changed' })
    expect(grouping.incidents.get(one.id)?.operations).toMatchObject([{ id: first }, { refused: 'changed', other: other.id }]) // prettier-ignore
    ask({ to: 'merged', incident: one.id, other: other.id, seen: first, otherSeen: '' })
    expect(last()?.refused).toBeUndefined()
  })
})

it('what was done before operations were pruned stays told when more is done', () => {
  const [one, other] = [at('weld'), at('press')]
  const merged = ask({ to: 'merged', incident: one.id, other: other.id })
  const undone = ask({ to: 'undone', incident: one.id, operation: merged })
  const { operations: before } = grouping.incidents.get(one.id) as Incident
  grouping = reopen(grouping)
  grouping.operations.clear()
  const closed = ask({ to: 'closed', incident: one.id })
  const { operations } = grouping.incidents.get(one.id) as Incident
  expect(operations?.map(({ id }) => id)).toEqual([merged, undone, closed])
  expect(operations?.slice(0, 2)).toEqual(before)
})

describe('taking signals out', () => {
  it('makes them an incident of their own, named by the operation, and the rest stays', () => {
    const origin = at('weld')
    const id = ask({ to: 'split', incident: origin.id, signals: [w1.id, w3.id] })
    expect(grouping.incidents.get(id)).toMatchObject({ state: 'open', signals: [{ id: w1.id }, { id: w3.id }], operations: [{ id, kind: 'split', other: origin.id }] }) // prettier-ignore
    expect(grouping.incidents.get(origin.id)).toMatchObject({ state: 'open', signals: [{ id: w2.id }], operations: [{ id, other: id }] }) // prettier-ignore
  })

  it('keeps a detached signal out, whatever more is told of it or beside it', () => {
    const origin = at('weld')
    const id = ask({ to: 'detached', incident: origin.id, signal: w2.id })
    tell({ ...w2, revision: 9, count: 50, lastAt: w2.lastAt + 600_000 }, signal({ zone: 'weld', at: 214, rule: 'r4' }))
    expect(grouping.incidents.get(id)?.signals).toMatchObject([{ id: w2.id, count: 50 }])
    expect(grouping.incidents.get(origin.id)?.signals.map(({ rule }) => rule.id)).toEqual(['r1', 'r3', 'r4'])
    expect(write(reopen(grouping), facts)).toEqual([])
  })

  it('undone puts them back where they were', () => {
    const origin = at('weld')
    const id = ask({ to: 'split', incident: origin.id, signals: [w1.id, w3.id] })
    ask({ to: 'undone', incident: origin.id, operation: id })
    expect(openOnes(grouping).filter(({ zones }) => zones.includes('weld')).map(content)).toEqual([content(origin)])
    expect(grouping.incidents.get(id)).toMatchObject({ state: 'merged', merged: { into: origin.id } })
  }) // prettier-ignore

  it('is refused of nothing, of all, and of what is not in there', () => {
    const origin = at('weld')
    ask({ to: 'split', incident: origin.id, signals: weld.map((each) => each.id) })
    expect(last()).toMatchObject({ refused: 'nothing-left' })
    ask({ to: 'detached', incident: origin.id, signal: press.id })
    expect(last()).toMatchObject({ refused: 'not-in' })
  })

  it('merged with something else stays out of where it came from; merged back, it is as before', () => {
    const origin = at('weld')
    const id = ask({ to: 'detached', incident: origin.id, signal: w2.id })
    const other = ask({ to: 'merged', incident: at('press').id, other: id })
    expect(openOnes(grouping).map(({ zones, signals }) => [zones.join(), signals.length])).toEqual([['press,weld', 2], ['weld', 2]]) // prettier-ignore
    ask({ to: 'undone', incident: at('press').id, operation: other })
    ask({ to: 'merged', incident: origin.id, other: id })
    tell(signal({ zone: 'weld', at: 214, rule: 'r4' }))
    expect(grouping.incidents.get(origin.id)?.signals).toHaveLength(4)
  })

  it('of what the engine had put together stays done when the link is told again', () => {
    const conduits = [{ id: 'c', from: 'press', to: 'weld', direction: 'from-to' as const }]
    const own = play([signal({ zone: 'press', targets: ['1'] }), signal({ zone: 'weld', at: 5, actors: ['1'] })], { conduits, zoneNames: new Map() }) // prettier-ignore
    const [whole] = openOnes(own) as [Incident]
    const out = whole.signals[1]?.id as string
    const asked = { v: 1, id: 's', plant: 'p', incident: whole.id, reason: 'x', by: 'soc', at: 9, to: 'split', signals: [out] } as const // prettier-ignore
    play([whole.signals[0], asked].slice(1) as Told[], { conduits, zoneNames: new Map() }, { grouping: own })
    play([signal({ zone: 'weld', at: 5, actors: ['1'], revision: 4 })], { conduits, zoneNames: new Map() }, { grouping: own }) // prettier-ignore
    expect(openOnes(own).map(({ zones }) => zones)).toEqual([['press'], ['weld']])
  })
})

describe('an operation', () => {
  it('told twice is carried out once, and one taken back is not taken back twice', () => {
    const [one, other] = [at('weld'), at('press')]
    const asked = { v: 1, id: 'm', plant: 'p', incident: one.id, reason: 'x', by: 'soc', at: 9, to: 'merged', other: other.id } as const // prettier-ignore
    tell(asked)
    const before = [...grouping.incidents.values()]
    tell(asked)
    expect([...grouping.incidents.values()]).toEqual(before)
    ask({ to: 'undone', incident: one.id, operation: 'm' })
    ask({ to: 'undone', incident: one.id, operation: 'm' })
    expect(last()).toMatchObject({ refused: 'undone' })
    ask({ to: 'undone', incident: one.id, operation: 'nothing' })
    expect(last()).toMatchObject({ refused: 'not-found' })
  })
})
