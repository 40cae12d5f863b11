import { describe, expect, test } from '@jest/globals'
import { ALARM_EVENTS, ALARM_STATES, COVER_EVENT, TRANSITIONS, isHidden } from './alarm-machine.js'

const cells = ALARM_STATES.flatMap((at) => ALARM_EVENTS.map((event) => [at, event, TRANSITIONS[at][event]] as const))
const COVERED = ['shelved', 'suppressedByDesign', 'outOfService']

describe('the ISA-18.2 table', () => {
  test.each(cells)('%s + %s is a known state or refused', (at, event, to) => {
    expect([...ALARM_STATES, 'refused']).toContain(to)
    if (event === 'releaseActive') expect(to).toBe(COVERED.includes(at) ? 'unacknowledged' : 'refused')
    if (event === 'releaseInactive') expect(to).toBe(COVERED.includes(at) ? 'normal' : 'refused')
    if (event === 'alarm') expect(to).toBe(COVERED.includes(at) || at === 'acknowledged' ? at : 'unacknowledged')
    if (event === 'acknowledge' && COVERED.includes(at)) expect(to).toBe('refused')
    if (Object.values(COVER_EVENT).includes(event)) expect(COVERED).toContain(to)
  })

  test('has no cell but these', () => {
    expect(Object.keys(TRANSITIONS)).toEqual([...ALARM_STATES])
    for (const at of ALARM_STATES) expect(Object.keys(TRANSITIONS[at]).sort()).toEqual([...ALARM_EVENTS].sort())
  })

  test('reads as the diagram: its arrows between the six states that an operator sees', () => {
    const seen = (event: (typeof ALARM_EVENTS)[number]) =>
      Object.fromEntries(ALARM_STATES.slice(0, 6).map((at) => [at, TRANSITIONS[at][event]]))
    expect(seen('return')).toEqual({
      normal: 'normal',
      unacknowledged: 'returnedUnacknowledged',
      acknowledged: 'normal',
      returnedUnacknowledged: 'returnedUnacknowledged',
      latchedUnacknowledged: 'latchedUnacknowledged',
      latchedAcknowledged: 'latchedAcknowledged',
    })
    expect(seen('acknowledge')).toEqual({
      normal: 'refused',
      unacknowledged: 'acknowledged',
      acknowledged: 'refused',
      returnedUnacknowledged: 'normal',
      latchedUnacknowledged: 'latchedAcknowledged',
      latchedAcknowledged: 'refused',
    })
    expect(seen('reset')).toMatchObject({
      latchedUnacknowledged: 'returnedUnacknowledged',
      latchedAcknowledged: 'normal',
      unacknowledged: 'refused',
      acknowledged: 'refused',
    })
    expect(seen('returnLatched')).toMatchObject({
      unacknowledged: 'latchedUnacknowledged',
      acknowledged: 'latchedAcknowledged',
    })
  })

  test('every state is reached from normal, and every state leads back to it', () => {
    const reach = (from: string, arrows: (at: string) => string[]) => {
      const seen = new Set([from])
      for (const at of seen) for (const to of arrows(at)) seen.add(to)
      return seen
    }
    const forth = (at: string) => Object.values(TRANSITIONS[at as 'normal']).filter((to) => to !== 'refused')
    expect(reach('normal', forth).size).toBe(ALARM_STATES.length)
    for (const at of ALARM_STATES) expect(reach(at, forth)).toContain('normal')
  })

  test('hidden are exactly shelved, suppressed by design and out of service', () => {
    expect(ALARM_STATES.filter(isHidden)).toEqual(COVERED)
  })
})
