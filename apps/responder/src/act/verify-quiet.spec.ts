import { describe, expect, it } from '@jest/globals'
import { sampleIncident } from '../testing/samples.js'
import { verifyQuiet, watched } from './verify-quiet.js'

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

describe('a verification query', () => {
  const signal = (zone: string, rule: string, count: number, lastAt: number) =>
    ({ zone, rule: { id: rule }, count, lastAt }) as never
  const signals = [signal('line-1', 'scan', 3, 10), signal('line-1', 'write', 4, 20), signal('agv', 'write', 5, 30)]
  const incident = sampleIncident({ alerts: 12, lastAt: 30, signals })
  const sees = (query: Parameters<typeof watched>[1], of = incident) => {
    const { alerts, lastAt } = watched(of, query, { zone: 'line-1', zones: 'line-1,agv', zones_hit: 'line-1, agv' })
    return [alerts, lastAt]
  }
  it('sees only the zones and the rules that it names', () => {
    expect(sees({ zones: ['__zone__:value'] })).toEqual([7, 20])
    expect(sees({ rules: ['write'] })).toEqual([9, 30])
    expect(sees({ zones: ['agv'], rules: ['write', 'scan'] })).toEqual([5, 30])
    expect(sees({ zones: ['__zones__:value'] })).toEqual([12, 30])
    expect(sees({ zones: ['__zones_hit__:value'] })).toEqual([12, 30])
    expect(sees({ zones: ['elsewhere'] })).toEqual([0, 0])
  })
  it('sees everything without a query, and where signals were left out', () => {
    expect(sees({})).toEqual([12, 30])
    const bounded = { ...incident, evicted: { ...incident.evicted, signals: 1 } }
    expect(sees({ zones: ['agv'] }, bounded)).toEqual([12, 30])
  })
})

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
