import { describe, expect, it } from '@jest/globals'
import { verifyQuiet } from './verify-quiet.js'

/** The outcomes of looks at so many alerts, one after the other. */
function looks(...alerts: number[]) {
  let variables: Record<string, string> = {}
  return alerts.map((count, n) => {
    const outcome = verifyQuiet({ alerts: count, lastAt: count }, variables, {
      now: n * 100,
      quietMs: 100,
      looksMax: 3,
    })
    if (outcome.is === 'again' || outcome.is === 'done') variables = { ...variables, ...outcome.output }
    return outcome
  })
}

describe('verify-quiet', () => {
  it('needs two looks that see the same', () => {
    expect(looks(5, 5)).toMatchObject([
      { is: 'again', notBefore: 100 },
      { is: 'done', output: { quiet: 'yes' } },
    ])
  })
  it('looks on while alerts come', () => {
    expect(looks(5, 6, 6)).toMatchObject([
      { is: 'again' },
      { is: 'again', notBefore: 200 },
      { is: 'done', output: { quiet: 'yes' } },
    ])
  })
  it('gives up after its last look', () => {
    expect(looks(5, 6, 7, 8)).toMatchObject([
      { is: 'again' },
      { is: 'again' },
      { is: 'again' },
      { is: 'done', output: { quiet: 'no' } },
    ])
  })
  it('begins anew when a person asks once more', () => {
    expect(looks(5, 6, 7, 8, 9, 9).slice(4)).toMatchObject([{ is: 'again' }, { is: 'done', output: { quiet: 'yes' } }])
  })
})
