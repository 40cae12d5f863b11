import { describe, expect, it } from '@jest/globals'
import type { Incident, Signal } from '@genba/contracts'
import fc from 'fast-check'
import { openOnes, reopen, signal, write, type ToldAs } from '../testing/incidents.js'
import type { PlantFacts } from './facts.js'
import { hold, openGrouping, type Grouping } from './grouping.js'
import { operate } from './operate.js'
import { regroup } from './regroup.js'

const facts: PlantFacts = {
  conduits: [
    { id: 'oa-scada', from: 'oa', to: 'scada', direction: 'from-to' },
    { id: 'scada-line', from: 'scada', to: 'line', direction: 'both' },
  ],
  zoneNames: new Map(),
}
const empty = () => openGrouping('p', { signals: [], operations: [], incidents: [] })

/** A wish about whatever incident holds a signal at that moment, so that it means the same in any order. */
type Wish = { wish: 'closed' | 'merged' | 'split' | 'detached' | 'undone'; about: number; other: number }
type Message = Signal | Wish
const isWish = (message: Message): message is Wish => 'wish' in message

const names = fc.subarray(['1', '2', 'asset:x'])
const told: fc.Arbitrary<ToldAs> = fc.record({
  zone: fc.constantFrom('oa', 'scada', 'line'),
  rule: fc.constantFrom('r1', 'r2', 'r3'),
  at: fc.constantFrom(0, 3, 20, 45, 90, 200),
  lasts: fc.constantFrom(1, 20, 40),
  revision: fc.integer({ min: 1, max: 3 }),
  techniques: fc.subarray(['T0865', 'T0846', 'T0836']),
  actors: names,
  targets: names,
})
const wish: fc.Arbitrary<Wish> = fc.record({
  wish: fc.constantFrom('closed', 'merged', 'split', 'detached', 'undone'),
  about: fc.nat(20),
  other: fc.nat(20),
})
type Segment = [Signal[], Wish | undefined]
/** Each revision of a signal has what the one before had. */
const segments = fc
  .array(fc.tuple(fc.array(told, { minLength: 1, maxLength: 14 }), fc.option(wish, { nil: undefined })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all) => {
    const byId = new Map<string, Signal>()
    return all.map(([its, then]): Segment => [its.map((each) => grow(byId, signal(each))), then])
  })

function grow(byId: Map<string, Signal>, next: Signal): Signal {
  const known = byId.get(next.id)
  const grown: Signal = known
    ? {
        ...known,
        revision: known.revision + 1,
        lastAt: Math.max(known.lastAt, next.lastAt),
        actors: [...new Set([...known.actors, ...next.actors])].sort(),
        targets: [...new Set([...known.targets, ...next.targets])].sort(),
      }
    : { ...next, revision: 1 }
  byId.set(grown.id, grown)
  return grown
}

let places: Map<Message, number>
/** Messages have their place in their topic whatever comes twice. */
const place = (all: readonly Message[]) => (places = new Map(all.map((message, index) => [message, index])))

function take(grouping: Grouping, message: Message, ids: readonly string[]): void {
  const order = places.get(message) ?? 0
  if (!isWish(message)) return void hold(grouping, message, order)
  const holder = (about: number) => {
    const signalId = ids[about % ids.length]
    return openOnes(grouping).find((incident) => incident.signals.some(({ id }) => id === signalId))
  }
  const incident = holder(message.about)
  if (!incident && message.wish !== 'undone') return
  const asked = askedOf(message, { grouping, incident, other: holder(message.other), ids })
  if (asked) operate(grouping, { v: 1, id: `o${order}`, plant: 'p', reason: 'x', by: 'soc', at: 1_779_100_000_000, ...asked }, order, facts) // prettier-ignore
}

type Around = {
  grouping: Grouping
  incident: Incident | undefined
  other: Incident | undefined
  ids: readonly string[]
}
function askedOf({ wish: to, about }: Wish, { grouping, incident, other, ids }: Around) {
  const signalId = ids[about % ids.length] as string
  if (to === 'undone') {
    const operations = [...grouping.operations.values()].filter(({ kind }) => kind !== 'undone')
    const operation = operations[about % Math.max(1, operations.length)]
    return operation && { to, incident: operation.incident, operation: operation.id }
  }
  if (!incident) return undefined
  if (to === 'merged') return other && { to, incident: incident.id, other: other.id }
  if (to === 'detached') return { to, incident: incident.id, signal: signalId }
  if (to === 'split') return { to, incident: incident.id, signals: incident.signals.filter(({ id }) => id >= signalId).map(({ id }) => id) } // prettier-ignore
  return { to, incident: incident.id }
}

const idsOf = (all: readonly Message[]) => [...new Set(all.flatMap((each) => (isWish(each) ? [] : [each.id])))].sort()

/** What people see of open incidents; names and merges follow the order in which things were told. */
const shape = (grouping: Grouping) =>
  openOnes(grouping)
    .map(({ id: _, opener: _o, version: _v, merges: _m, operations: _p, ...rest }) => rest)
    .sort((a, b) => (JSON.stringify(a.signals) < JSON.stringify(b.signals) ? -1 : 1))
const named = (grouping: Grouping) =>
  openOnes(grouping).map(({ version: _v, merges: _m, ...rest }) => rest) // prettier-ignore

function straight(messages: readonly Message[]): Grouping {
  const grouping = empty()
  place(messages)
  const ids = idsOf(messages)
  for (const message of messages) {
    take(grouping, message, ids)
    write(grouping, facts)
  }
  return grouping
}

const flat = (all: readonly Segment[]): Message[] => all.flatMap(([its, then]) => [...its, ...(then ? [then] : [])]) // prettier-ignore

describe('signals and what people do with their incidents', () => {
  it('give the same incidents in any order of the signals', () => {
    fc.assert(
      fc.property(segments, fc.infiniteStream(fc.nat()), (all, keys) => {
        const once = straight(flat(all))
        const shuffled = all.map(([its, then]): Segment => {
          const keyed = its.map((each) => ({ each, key: keys.next().value as number }))
          return [keyed.sort((a, b) => a.key - b.key).map(({ each }) => each), then]
        })
        expect(shape(straight(flat(shuffled)))).toEqual(shape(once))
      }),
      { numRuns: 60 },
    )
  })

  it('give the same incidents by the same names in any batches, over crashes between any two writes, and twice', () => {
    const cut = fc.record({ batch: fc.integer({ min: 1, max: 6 }), writes: fc.nat(4), again: fc.nat(5) })
    fc.assert(
      fc.property(segments, fc.array(cut, { maxLength: 8 }), (all, cuts) => {
        const messages = flat(all)
        const once = straight(messages)
        place(messages)
        const ids = idsOf(messages)
        let grouping = empty()
        let at = 0
        for (const { batch, writes, again } of cuts) {
          const until = Math.min(messages.length, at + batch)
          for (const message of messages.slice(at, until)) {
            // Wishes come in batches of their own.
            if (isWish(message)) write(grouping, facts)
            take(grouping, message, ids)
            if (isWish(message)) write(grouping, facts)
          }
          for (const incident of regroup(grouping, facts).slice(0, writes))
            grouping.incidents.set(incident.id, { ...incident, version: incident.version + 1 })
          // Killed here: what comes again is what was not committed, and signals of before as they are told twice.
          grouping = reopen(grouping)
          at = until
          for (const message of messages.slice(Math.max(0, at - again), at))
            if (!isWish(message)) take(grouping, message, ids)
          write(grouping, facts)
        }
        for (const message of messages.slice(at)) {
          take(grouping, message, ids)
          write(grouping, facts)
        }
        expect(named(grouping)).toEqual(named(once))
      }),
      { numRuns: 60 },
    )
  })

  it('lose no signal, hold none twice, and point from what was merged to what is open or closed', () => {
    fc.assert(
      fc.property(segments, (all) => {
        const grouping = straight(flat(all))
        const open = openOnes(grouping).flatMap((incident) => incident.signals.map(({ id }) => id))
        expect(new Set(open).size).toBe(open.length)
        const closed = [...grouping.incidents.values()].filter(({ state }) => state === 'closed')
        const held = new Set([...open, ...closed.flatMap((incident) => incident.signals.map(({ id }) => id))])
        expect([...grouping.signals.keys()].filter((id) => !held.has(id))).toEqual([])
        for (const { merged } of grouping.incidents.values())
          if (merged) expect(grouping.incidents.has(merged.into)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('cost little in a storm: thousands of signals of one zone are one incident, described once a batch', () => {
    const grouping = empty()
    for (let index = 0; index < 5_000; index++)
      hold(grouping, signal({ zone: 'line', at: index / 100, group: `g${index}` }), index)
    const changed = write(grouping, facts)
    expect(changed).toMatchObject([{ alerts: 5_000, evicted: { signals: 4_700 }, version: 1 }])
    expect(JSON.stringify(changed[0]).length).toBeLessThan(900_000)
    expect(write(grouping, facts)).toEqual([])
  })
})
