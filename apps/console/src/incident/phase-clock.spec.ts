import { describe, expect, it } from '@jest/globals'
import type { Response } from '@genba/contracts'
import { phaseTime } from './phase-clock.js'

const clock: Response['clock'] = [
  { loop: 1, phase: 'observe', enteredAt: 0, leftAt: 5 },
  { loop: 1, phase: 'orient', enteredAt: 5, leftAt: 9, budgetMs: 3, lateAt: 8 },
  { loop: 1, phase: 'observe', enteredAt: 9, leftAt: 11 },
  { loop: 2, phase: 'observe', enteredAt: 20 },
]

describe('the clock of a phase', () => {
  it('adds its stays within a loop', () =>
    expect(phaseTime(clock, 1, 'observe')).toEqual({ spentMs: 7, isLate: false }))
  it('runs while the phase is not left', () =>
    expect(phaseTime(clock, 2, 'observe')).toEqual({ spentMs: 0, since: 20, isLate: false }))
  it('knows its budget and that it took longer', () =>
    expect(phaseTime(clock, 1, 'orient')).toEqual({ spentMs: 4, budgetMs: 3, isLate: true }))
  it('is absent before the phase was entered', () => expect(phaseTime(clock, 1, 'act')).toBeUndefined())
})
