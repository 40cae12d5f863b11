import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { anomalySettings, planOf } from './anomaly-settings.js'
import { readDetectors } from './read-detectors.js'
import { partnerTag, tagPattern } from './tag-glob.js'

const SHIPPED = readFileSync(new URL('../../detectors/model-factory.yml', import.meta.url), 'utf8')
const HEAD = 'v: 1\nplant: works\ndetectors:\n'
const faultsOf = (yaml: string) => {
  const read = readDetectors(yaml, 'detectors.yml')
  return read.ok ? [] : read.faults
}

describe('the shipped detectors of the model factory', () => {
  const read = readDetectors(SHIPPED, 'model-factory.yml')
  if (!read.ok) throw new Error(read.faults.join('\n'))
  const settings = anomalySettings(read.detectors)
  const watched = (zone: string, kind: 'measured' | 'set' | 'command', tag: string) =>
    planOf(settings, zone, kind, tag)?.watches.map(({ id }) => id) ?? []

  test.each([
    [
      'line-1',
      'measured',
      'line-1.mounter.head3.vacuum',
      [
        'head-vacuum.low',
        'head-vacuum.high',
        'head-vacuum.highHigh',
        'head-vacuum-drift',
        'vacuum-frozen',
        'fast-silent',
      ],
    ],
    [
      'line-2',
      'measured',
      'line-2.reflow.zone8.temperature',
      ['reflow-drift', 'reflow-rate.rising', 'reflow-rate.falling', 'reflow-shift', 'reflow-frozen', 'fast-silent'],
    ],
    ['line-3', 'command', 'line-3.conveyor.speed', ['setting-changed']],
    ['line-3', 'set', 'line-3.printer.squeegee-pressure', ['setting-changed']],
    ['transport', 'measured', 'transport.agv-2.battery', ['agv-battery.lowLow', 'agv-battery.low', 'slow-silent']],
    [
      'warehouse',
      'measured',
      'warehouse.crane-1.lift-current',
      [
        'crane-lift-current.high',
        'crane-lift-current.highHigh',
        'crane-lift-wear',
        'lift-current-frozen',
        'fast-silent',
      ],
    ],
    ['oa', 'measured', 'oa.room.temperature', []],
  ] as const)('in %s the %s value of %s is watched by the right ones', (zone, kind, tag, ids) => {
    expect(watched(zone, kind, tag)).toEqual(ids)
  })
})

describe('faults name file and line', () => {
  test.each([
    [
      'a misspelt key',
      `${HEAD}  - id: a\n    detect: limits\n    tags: [x]\n    hihg: 3\n`,
      /^detectors\.yml:7 detectors\.0\.hihg: /,
    ],
    [
      'a wrong duration',
      `${HEAD}  - id: a\n    detect: silent\n    tags: [x]\n    period: 5 minutes\n`,
      /^detectors\.yml:7 detectors\.0\.period: "5 minutes": use ms, s, m, h or d/,
    ],
    [
      'an unknown detector',
      `${HEAD}  - { id: a, detect: magic, tags: [x] }\n`,
      /^detectors\.yml:4 detectors\.0\.detect: /,
    ],
    [
      'no limit at all',
      `${HEAD}  - { id: a, detect: limits, tags: [x] }\n`,
      /^detectors\.yml:4 detectors\.0: give at least one of/,
    ],
    [
      'limits that cross',
      `${HEAD}  - { id: a, detect: limits, tags: [x], low: 5, high: 3 }\n`,
      /^detectors\.yml:4 detectors\.0: limits must rise/,
    ],
    [
      'an id used twice',
      `${HEAD}  - { id: a, detect: frozen, tags: [x], for: 1m }\n  - { id: a, detect: frozen, tags: [y], for: 1m }\n`,
      /^detectors\.yml:5 detectors\.1\.id: "a" is used twice/,
    ],
    [
      'a re-alarm that storms',
      `${HEAD}  - { id: a, detect: limits, tags: [x], high: 3, reAlarm: 1s }\n`,
      /^detectors\.yml:4 detectors\.0\.reAlarm: at least 1m/,
    ],
    [
      'too many wildcards',
      `${HEAD}  - { id: a, detect: limits, tags: ['*a*a*a*a*a*a*a'], high: 3 }\n`,
      /^detectors\.yml:4 detectors\.0\.tags\.0: at most 6 wildcards/,
    ],
    ['broken YAML', `${HEAD}  - { id: a\n`, /^detectors\.yml:\d+ /],
    [
      'an alias bomb',
      'a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n',
      /^detectors\.yml:1 /,
    ],
    ['nothing', '', /^detectors\.yml:1 the file: /],
  ])('%s', (_, yaml, message) => {
    expect(faultsOf(yaml)[0]).toMatch(message)
  })

  test('whatever is read, it answers', () => {
    const lines = SHIPPED.split('\n')
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.string(), fc.nat(40), (n, junk, at) => {
        const broken = lines
          .map((line, i) => (i === n ? line.slice(0, at) + junk + line.slice(at + 3) : line))
          .join('\n')
        for (const fault of faultsOf(broken)) expect(fault).toMatch(/^detectors\.yml:\d+ ./)
      }),
      { numRuns: 200 },
    )
  })
})

test('durations are short or ISO 8601', () => {
  for (const text of ['PT1M30S', '90s', '1.5m', '90000ms', 'P0DT90S']) {
    const read = readDetectors(`${HEAD}  - { id: a, detect: frozen, tags: [x], for: ${text} }\n`, 'x')
    expect(read.ok && read.detectors.detectors[0]).toMatchObject({ for: 90_000 })
  }
  for (const text of ['P', 'PT', 'P1M', '-5s', '5', '5w'])
    expect(faultsOf(`${HEAD}  - { id: a, detect: frozen, tags: [x], for: '${text}' }\n`)).toHaveLength(1)
})

test('tag patterns', () => {
  const fits = (glob: string, tag: string) => tagPattern(glob).test(tag)
  expect([
    fits('line-*.speed', 'line-1.speed'),
    fits('line-*.speed', 'line-1.a.speed'),
    fits('line-**.speed', 'line-1.a.speed'),
    fits('head?.v', 'head1.v'),
    fits('a.b', 'axb'),
    fits('Edge/*/T', 'Edge/D1/T'),
  ]).toEqual([true, false, true, true, false, true])
  expect(partnerTag('*/*.SP', tagPattern('*/*.PV').exec('D1/TIC7.PV')!.slice(1))).toBe('D1/TIC7.SP')
})
