import { describe, expect, it } from '@jest/globals'
import { openOnes, play, reopen, signal, write, type Told, type ToldAs } from '../testing/incidents.js'
import { DEFAULT_JOIN, type PlantFacts } from './facts.js'

const facts: PlantFacts = { conduits: [], zoneNames: new Map() }
const line = (at: number, more: Partial<ToldAs> = {}) => signal({ zone: 'line', rule: `r${at}`, at, lasts: 0, ...more })
const DAY = 24 * 60

describe('an incident', () => {
  it('is over for what comes after the idle limit, and stays open for people', () => {
    const incidents = openOnes(play([line(0), line(31)], facts))
    expect(incidents.map(({ state, lockedAt }) => ({ state, lockedAt }))).toEqual([
      { state: 'open', lockedAt: undefined },
      { state: 'open', lockedAt: undefined },
    ])
  })

  it('that an alert keeps alive every few minutes is locked at its age, and what begins later is another', () => {
    const told: Told[] = Array.from({ length: 160 }, (_, index) => line(index * 20))
    const [first, second, third, ...others] = openOnes(play(told, facts))
    expect(others).toEqual([])
    expect(first?.lockedAt).toBeUndefined()
    expect(first?.signals).toHaveLength(DAY / 20 + 1)
    expect(second?.openedAt).toBe((first?.openedAt ?? 0) + (DAY + 20) * 60_000)
    expect(third?.signals).toHaveLength(160 - 2 * (DAY / 20 + 1))
  })

  it('says that it is locked when one of its own signals goes on beyond its age', () => {
    const grouping = play([line(0), line(20, { lasts: DAY + 60 })], facts)
    expect(openOnes(grouping)).toMatchObject([{ lockedAt: (openOnes(grouping)[0]?.openedAt ?? 0) + DEFAULT_JOIN.maxAgeMs }]) // prettier-ignore
    play([line(DAY + 10)], facts, { grouping })
    expect(openOnes(grouping).map(({ signals }) => signals.length)).toEqual([2, 1])
  })

  it('does not swallow a stray alert of before it, nor one long after it', () => {
    const grouping = play([line(100), line(110)], facts)
    play([line(60), line(150)], facts, { grouping })
    expect(openOnes(grouping).map(({ signals }) => signals.length)).toEqual([1, 2, 1])
  })

  it('is the same whatever of it comes first, also what lies before its age', () => {
    const told = [0, 30, 60, 700, 720, 1_430, 1_440, 1_441, 1_460, 1_470].map((at) => line(at))
    const bridge = Array.from({ length: 60 }, (_, index) => line(60 + index * 25 + 1))
    const shape = (all: Told[]) =>
      openOnes(play(all, facts)).map(({ signals, openedAt, lockedAt }) => ({ openedAt, lockedAt, ids: signals.map(({ id }) => id) })) // prettier-ignore
    const straight = shape([...told, ...bridge])
    expect(straight.length).toBeGreaterThan(1)
    expect(shape([...bridge, ...told].reverse())).toEqual(straight)
    expect(shape([...bridge.slice(30), ...told, ...bridge.slice(0, 30)])).toEqual(straight)
  })

  it('that a person reopens takes in again what it would have taken in', () => {
    const grouping = play([line(0)], facts)
    const [{ id } = { id: '' }] = openOnes(grouping)
    const asked = { v: 1, plant: 'p', incident: id, reason: 'x', by: 'soc', at: Date.parse('2026-05-18T07:05:00Z') } as const
    play([{ ...asked, id: 'c', to: 'closed' }, line(10)], facts, { grouping })
    expect(openOnes(grouping).map((each) => each.openedAt)).toEqual([Date.parse('2026-05-18T07:10:00Z')])
    play([{ ...asked, id: 'u', to: 'undone', operation: 'c' }], facts, { grouping })
    expect(openOnes(grouping)).toMatchObject([{ id, signals: [{}, {}], operations: [{ id: 'c', undone: { id: 'u' } }, { id: 'u' }] }])
    expect(openOnes(grouping)[0]).not.toHaveProperty('closed')
    expect(write(reopen(grouping), facts)).toEqual([])
  }) // prettier-ignore
})
