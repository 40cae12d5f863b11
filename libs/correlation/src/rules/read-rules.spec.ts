import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { alert, feed, firedBy } from '../testing/alerts.js'
import { startPartition } from '../zones/state.js'
import { readRules } from './read-rules.js'
import { whyNot } from './trace.js'

const base = (detection: string, name = 'seen') => `name: ${name}\ntitle: Seen\ndetection:\n${detection}\n`
const counted = (rules = 'seen', rest = '  condition: { gte: 1 }\n') =>
  `---\nname: counted\ntitle: Counted\ncorrelation:\n  type: event_count\n  rules: [${rules}]\n  timespan: 5m\n${rest}`
const chained = (name: string, rules: string, rest = '') =>
  `---\nname: ${name}\ntitle: ${name}\ncorrelation:\n  type: temporal\n  rules: [${rules}]\n  timespan: 5m\n${rest}`
const read = (text: string) => readRules([{ file: 'rules/x.yml', text }])
const matches = (detection: string, differs: Parameters<typeof alert>[0]) =>
  firedBy(feed(startPartition(read(base(detection) + counted())), [alert(differs)])).length === 1

describe('shipped rules', () => {
  const dir = new URL('../../rules/', import.meta.url)
  const pack = readRules(
    readdirSync(dir).map((name) => ({ file: `rules/${name}`, text: readFileSync(new URL(name, dir), 'utf8') })),
  )
  it.each(pack.cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const alerts = each.alerts.map(alert)
    expect(firedBy(feed(startPartition(pack), alerts)).includes(each.rule)).toBe(each.fires)
  })
  it('each has a case that fires, a silent one, and a title in both languages', () => {
    for (const rule of pack.rules) {
      const fires = pack.cases.filter((each) => each.rule === rule.id).map((each) => each.fires)
      expect({ rule: rule.id, fires: fires.includes(true), silent: fires.includes(false) }).toEqual({
        rule: rule.id,
        fires: true,
        silent: true,
      })
      expect(rule.title.ja).not.toBe(rule.title.en)
    }
  })
})

describe('a selection', () => {
  const at = '00:00'
  it.each([
    ['text without regard to case', '  a: { name: MODBUS write }\n  condition: a', { at, name: 'Modbus Write' }, true],
    ['a whole text only', '  a: { name: Modbus }\n  condition: a', { at, name: 'Modbus Write' }, false],
    ['cased', "  a: { 'name|cased': modbus }\n  condition: a", { at, name: 'Modbus' }, false],
    ['wildcards', "  a: { name: 'mod*wr?te' }\n  condition: a", { at, name: 'Modbus Write' }, true],
    ['an escaped wildcard', "  a: { name: 'a\\*b' }\n  condition: a", { at, name: 'axb' }, false],
    ['contains any', "  a: { 'name|contains': [scan, sweep] }\n  condition: a", { at, name: 'code sweep seen' }, true],
    ['contains all', "  a: { 'name|contains|all': [code, sweep] }\n  condition: a", { at, name: 'sweep' }, false],
    ['a regular expression', "  a: { 'name|re': '^T\\d+$' }\n  condition: a", { at, name: 'T0843' }, true],
    ['a network', "  a: { 'src.ip|cidr': 10.0.0.0/8 }\n  condition: a", { at, src: { ip: '10.1.2.3' } }, true],
    [
      'another network',
      "  a: { 'src.ip|cidr': [10.0.0.0/8, 'fe80::/10'] }\n  condition: a",
      { at, src: { ip: '192.168.1.1' } },
      false,
    ],
    ['numbers', "  a: { 'severity|gte': 40, 'severity|lt': 80 }\n  condition: a", { at, severity: 79 }, true],
    ['a number written as text', '  a: { dst_port: 8080 }\n  condition: a', { at, fields: { dst_port: '8080' } }, true],
    ['a field that is not there', '  a: { action: null }\n  condition: a', { at }, true],
    ['no inherited field', "  a: { 'constructor|exists': true }\n  condition: a", { at }, false],
    [
      'keywords anywhere',
      '  a: [no logging, no aaa]\n  condition: a',
      { at, fields: { command: 'conf t; no logging' } },
      true,
    ],
    ['not', "  a: { severity: 20 }\n  b: { 'name|startswith': some }\n  condition: a and not b", { at }, false],
    [
      'or binds last',
      '  a: { severity: 1 }\n  b: { severity: 20 }\n  c: { severity: 20 }\n  condition: a and b or c',
      { at },
      true,
    ],
    ['1 of', '  a1: { severity: 1 }\n  a2: { severity: 20 }\n  condition: 1 of a*', { at }, true],
    ['all of them', '  a1: { severity: 1 }\n  a2: { severity: 20 }\n  condition: all of them', { at }, false],
    [
      'a foreign log source',
      '  a: { action: Add }\n  condition: a\nlogsource: { product: fortigate }',
      { at, fields: { action: 'Add' } },
      false,
    ],
    [
      'a foreign log source that the alert names',
      '  a: { action: Add }\n  condition: a\nlogsource: { product: fortigate }',
      { at, fields: { action: 'Add', 'logsource.product': 'fortigate' } },
      true,
    ],
  ])('knows %s', (_what, detection, differs, expected) => {
    expect(matches(detection, differs)).toBe(expected)
  })
  it('is judged anew when a standing alert changes', () => {
    const state = startPartition(read(base('  a: { severity: 50 }\n  condition: a') + counted()))
    expect(firedBy(feed(state, [alert({ at: '00:00', severity: 20 })]))).toEqual([])
    expect(firedBy(feed(state, [alert({ at: '00:01', severity: 50 })]))).toEqual(['counted'])
  })
})

describe('a rule that cannot be carried out exactly', () => {
  const good = base('  a: { severity: 20 }\n  condition: a')
  it.each([
    ['an unknown modifier', base("  a: { 'name|base64': x }\n  condition: a") + counted(), /^rules\/x\.yml:4 .*base64/],
    ['a missing selection', base('  a: { name: x }\n  condition: a and b') + counted(), /^rules\/x\.yml:5 .*"b"/],
    ['an aggregation', base('  a: { name: x }\n  condition: a | count() > 5') + counted(), /:5 /],
    ['a regular expression of another kind', base("  a: { 'name|re': 'a(?=b)' }\n  condition: a") + counted(), /:4 /],
    ['a missing base rule', good + counted('other'), /^rules\/x\.yml:11 rule "other" is not in these files/],
    ['a type that is not supported', good + counted().replace('event_count', 'value_median'), /:10 .*value_median/],
    ['a number that is none', good + counted('seen', '  condition: { gte: many }\n'), /:13 gte must be a number/],
    ['a condition that no window meets', good + counted('seen', '  condition: { lt: 1 }\n'), /:13 no window/],
    ['a range without a number in it', good + counted('seen', '  condition: { gte: 3, lt: 3 }\n'), /:13 no window/],
    ['an unknown comparison', good + counted('seen', '  condition: { about: 3 }\n'), /:13 .*"about"/],
    ['a sum without a field', good + counted().replace('event_count', 'value_sum'), /:13 value_sum needs one field/],
    [
      'a percentile without its number',
      good + counted('seen', '  condition: { field: x, gte: 3 }\n').replace('event_count', 'value_percentile'),
      /:13 .*percentile/,
    ],
    ['generate that is neither', good + counted() + '  generate: perhaps\n', /:14 generate must be true or false/],
    [
      'an alias of a rule that is not named',
      good + counted() + '  aliases: { who: { other: src.ip } }\n',
      /:14 .*"other"/,
    ],
    ['a wrong timespan', good + counted().replace('5m', '5x'), /:12 timespan "5x": use a number with s, m, h or d/],
    ['a rule that does nothing', good, /:4 .*no correlation/],
    ['a name twice', good + '---\n' + good + counted(), /:7 .*"seen"/],
    ['a filter without a log source', good + counted() + '---\ntitle: F\nfilter: { rules: any }\n', /:15 .*logsource/],
    [
      'a filter of rules that are missing',
      good +
        counted() +
        '---\ntitle: F\nlogsource: { product: genba }\nfilter: { rules: [other, seen, third], s: { severity: 1 }, condition: s }\n',
      /:17 rules "other", "third" are not in these files/,
    ],
    [
      'a filter of another log source',
      good +
        counted() +
        '---\ntitle: F\nlogsource: { product: zeek }\nfilter: { rules: [seen], s: { severity: 1 }, condition: s }\n',
      /:17 rule "seen" is of another log source/,
    ],
    [
      'rules that build on each other in a circle',
      good + counted() + chained('one', 'two, counted') + chained('two', 'one, counted'),
      /:\d+ these rules build on each other in a circle/,
    ],
    [
      'a chain that groups by what its rules do not',
      good + counted() + chained('one', 'seen, counted', '  group-by: [src.ip]\n'),
      /"counted" does not group by "src.ip"/,
    ],
    [
      'a sum of firings',
      good +
        counted() +
        chained('one', 'counted').replace('temporal', 'value_sum') +
        '  condition: { field: x, gte: 2 }\n',
      /:18 value_sum over correlations is not supported: a firing has no numbers/,
    ],
    [
      'a count of values that firings do not have',
      good + counted() + chained('one', 'counted').replace('temporal', 'value_count') + '  condition: { field: src.ip, gte: 2 }\n', // prettier-ignore
      /:21 "counted" does not group by "src.ip": its firings have no values of it to count/,
    ],
    ['what is not YAML', 'a: [', /^rules\/x\.yml:1 /],
    ['a key twice', good + counted() + 'title: again\n', /:14 /],
  ])('%s is refused with its line', (_what, text, message) => {
    expect(() => read(text)).toThrow(message)
  })
  it('is named together with every other one', () => {
    expect(() => read(good + counted('other') + counted().replaceAll('counted', 'second').replace('5m', '1y'))).toThrow(
      /other[^]*1y/,
    )
  })
})

describe('a filter', () => {
  it('that leaves an alert out is the comparison that decided', () => {
    const filter =
      '---\ntitle: F\nlogsource: {}\nfilter: { rules: [seen], known: { sensor: scanner }, condition: not known }\n'
    const { test } = read(base('  s:\n    name|contains: scan\n  condition: s') + counted() + filter).standing[0]!.base
    const differs = { at: 0, name: 'port scan' }
    expect(whyNot(test, alert(differs))).toEqual([])
    expect(whyNot(test, alert({ ...differs, sensor: 'scanner' }))).toMatchObject([
      { selection: 'known', field: 'sensor', actual: 'scanner', holds: true, isExcluded: true },
    ])
  })
})
