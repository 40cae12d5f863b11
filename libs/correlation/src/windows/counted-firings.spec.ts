import { describe, expect, it } from '@jest/globals'
import type { Alert, Signal } from '@genba/contracts'
import fc from 'fast-check'
import { readRules } from '../rules/read-rules.js'
import { alert, feed, newest, START } from '../testing/alerts.js'
import { drainSignals } from '../zones/drain.js'
import { startPartition } from '../zones/state.js'

const SPAN_MS = 120_000
const named = ['a', 'b']
  .map((id) => `---\nname: is-${id}\ntitle: ${id}\ndetection:\n  s: { name: ${id} }\n  condition: s\n`)
  .join('')
const correlation = (name: string, body: string) => `---\nname: ${name}\ntitle: ${name}\ncorrelation: { ${body} }\n`
const over = (name: string, type: string, rules: string, condition: string) =>
  correlation(name, `type: ${type}, rules: [${rules}], group-by: [src.ip], timespan: 2m, condition: { ${condition} }, generate: true`) // prettier-ignore
/** Sigma correlation 2.1: `rules` names rules or correlations, whatever the type. */
const PACK = readRules([
  {
    file: 'rules/firings.yml',
    text:
      named +
      correlation(
        'burst',
        'type: event_count, rules: [is-a], group-by: [src.ip, dst.ip], timespan: 20s, condition: { gte: 2 }',
      ) + // prettier-ignore
      over('bursts', 'event_count', 'burst', 'gte: 2') +
      over('pair', 'event_count', 'burst', 'eq: 2') +
      over('beside', 'event_count', 'burst, is-b', 'gte: 3') +
      over('targets', 'value_count', 'burst', 'field: dst.ip, gte: 2'),
  },
])

/** What has fired when everything is final, as `rule from-to`. */
function told(alerts: readonly Alert[]): Signal[] {
  const end = alert({ at: START + 86_400_000, name: 'end' })
  return [...newest(drainSignals(feed(startPartition(PACK), [...alerts, end]), 'all')).values()]
}
const firedBy = (alerts: readonly Alert[]) => new Set(told(alerts).map(({ rule }) => rule.id))
const at = (second: number, differs: Partial<Alert> = {}) =>
  alert({ name: 'a', src: { ip: '10.0.0.1' }, dst: { ip: '10.0.1.1' }, ...differs, at: START + second * 1000 })
const other = { dst: { ip: '10.0.1.2' } }

describe('a count over correlations', () => {
  it('counts a firing once, however many alerts are in it', () => {
    const long = Array.from({ length: 40 }, (_, n) => at(n))
    expect(firedBy(long)).toEqual(new Set(['burst']))
    expect(firedBy([...long, at(80), at(81)])).toContain('bursts')
  })

  it('counts firings of several groups at the same moment, and the values that they have', () => {
    expect(firedBy([at(0), at(0, other), at(1), at(1, other)])).toEqual(new Set(['burst', 'bursts', 'pair', 'targets']))
  })

  it('counts the alerts of rules beside them, each once', () => {
    const b = (second: number) => at(second, { name: 'b' })
    expect(firedBy([at(0), at(1), b(2)])).not.toContain('beside')
    expect(firedBy([at(0), at(1), b(2), b(3)])).toContain('beside')
  })

  it('counts every alert in it in its own signal', () => {
    const signal = told([at(0), at(1), at(0, other), at(1, other)]).find(({ rule }) => rule.id === 'bursts')
    expect(signal).toMatchObject({ count: 4, firedAt: START + 1_000 })
  })

  it('fires when a plain reading of the firings does', () => {
    const some = fc.record({
      second: fc.nat(400),
      src: fc.constantFrom({ ip: '10.0.0.1' }, { ip: '10.0.0.2' }),
      dst: fc.constantFrom({ ip: '10.0.1.1' }, { ip: '10.0.1.2' }, { ip: '10.0.1.3' }),
    })
    const stream = fc.array(some, { minLength: 5, maxLength: 60 })
    fc.assert(
      fc.property(stream, (all) => {
        const signals = told(all.map(({ second, ...ends }) => at(second, ends)).sort((x, y) => x.at - y.at))
        const of = (rule: string) => signals.filter((signal) => signal.rule.id === rule)
        const seen = (rule: string) => of(rule).map(({ group, firedAt }) => `${group['src.ip']} ${firedAt}`).sort() // prettier-ignore
        const plain = (holds: (window: Signal[]) => boolean) => plainly(of('burst'), holds)
        expect(seen('bursts')).toEqual(plain((window) => window.length >= 2))
        expect(seen('pair')).toEqual(plain((window) => window.length === 2))
        expect(seen('targets')).toEqual(
          plain((window) => new Set(window.map(({ group }) => group['dst.ip'])).size >= 2),
        )
      }),
      { numRuns: 300 },
    )
  })
})

/** When a count over these firings fires, by source: at the end of the first window that holds, and anew after a gap longer than the timespan. */
function plainly(firings: readonly Signal[], holds: (window: Signal[]) => boolean): string[] {
  return ['10.0.0.1', '10.0.0.2']
    .flatMap((src) => {
      const own = firings.filter(({ group }) => group['src.ip'] === src)
      const found: string[] = []
      let lastAt = -Infinity
      let from = -Infinity
      for (const now of [...new Set(own.map(({ firedAt }) => firedAt))].sort((a, b) => a - b)) {
        if (now <= lastAt + SPAN_MS) {
          lastAt = now
          from = now + 1
          continue
        }
        if (!holds(own.filter(({ firedAt }) => firedAt >= Math.max(from, now - SPAN_MS) && firedAt <= now))) continue
        found.push(`${src} ${now}`)
        lastAt = now
        from = now + 1
      }
      return found
    })
    .sort()
}
