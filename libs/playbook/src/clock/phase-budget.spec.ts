import { describe, expect, it } from '@jest/globals'
import { PHASES } from '@genba/contracts'
import { PHASE_BUDGET, greatest, phaseBudget } from './phase-budget.js'

describe('the budget of a phase', () => {
  it.each(PHASES)('of %s is the shorter the more is at stake, and never nothing', (phase) => {
    const { low, medium, high } = PHASE_BUDGET[phase]
    expect(low).toBeGreaterThan(medium)
    expect(medium).toBeGreaterThan(high)
    expect(high).toBeGreaterThan(0)
  })
  it('goes by the greatest importance of the five', () => {
    const low = { bc: 'low', s: 'low', q: 'low', d: 'low', c: 'low' } as const
    expect([greatest(low), greatest({ ...low, q: 'medium' }), greatest({ ...low, q: 'medium', s: 'high' })]).toEqual([
      'low',
      'medium',
      'high',
    ])
    expect(phaseBudget('high', 'decide')).toBe(30 * 60_000)
  })
})
