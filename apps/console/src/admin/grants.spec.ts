import { describe, expect, it } from '@jest/globals'
import { toGrants, toTexts } from './grants.js'

describe('grants as they are typed', () => {
  it('come back as they were', () => {
    const grants = [
      { role: 'auditor' as const, plants: '*' as const },
      { role: 'shift-leader' as const, plants: ['p1', 'p2'] },
    ]
    expect(toGrants(toTexts(grants))).toEqual(grants)
  })
  it.each([
    ['p1、p2 p1,', ['p1', 'p2']],
    ['p1, *', '*'],
  ])('"%s" names %s', (plants, named) => {
    expect(toGrants([{ role: 'vendor', plants }])).toEqual([{ role: 'vendor', plants: named }])
  })
  it('without a plant give nothing', () => {
    expect(toGrants([{ role: 'administrator', plants: ' ' }])).toEqual([])
  })
})
