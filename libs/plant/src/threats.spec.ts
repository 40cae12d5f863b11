import { describe, expect, it } from '@jest/globals'
import { threatsOf } from './threats.js'

describe('the threats that techniques point to', () => {
  it('are those of the guideline, in the order of its table, each with the techniques that say so', () => {
    expect(
      threatsOf(['attack.t0836', 'T0855', 'attack.t0836']).map(({ number, techniques }) => [number, techniques]),
    ).toEqual([
      [4, ['T0855']],
      [11, ['T0836']],
    ])
  })
  it('are none for a technique that nobody has placed', () => expect(threatsOf(['T9999', 'attack.impact'])).toEqual([]))
})
