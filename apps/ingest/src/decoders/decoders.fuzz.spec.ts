import { describe, expect, test } from '@jest/globals'
import { Alert, Measurement, type Source } from '@genba/contracts'
import fc from 'fast-check'
import { siteOf } from '../place.js'
import { readBatch } from '../read-batch.js'
import { linesOf, type Reading } from './frame.js'

const level = { bc: 'low', s: 'low', q: 'low', d: 'low', c: 'low' } as const
const name = { ja: '試験', en: 'test' }
const site = siteOf({
  ...{
    v: 1,
    id: 'fuzz',
    name,
    timeZone: 'Asia/Tokyo',
    state: 'running',
    conduits: [],
    assets: [],
    processes: [],
    data: [],
  },
  networks: [{ id: 'all', name, kind: 'equipment' }],
  zones: [{ id: 'line', name, network: 'all', importance: level, addresses: ['10.0.0.0/8'] }],
})
const source: Source = { v: 1, name: 'fuzz', keyHash: '', plant: 'fuzz' }
const now = Date.parse('2026-05-18T07:00:00Z')

/** Whatever comes in: nothing throws, each line has exactly one outcome, and what is accepted fits its contract. */
function readAll(body: Buffer, reading: Reading): void {
  const batch = readBatch(body, { source, site, now, reading, own: 'genba' })
  if (batch === 'too-many-lines') return
  for (const alert of batch.alerts) expect(Alert.safeParse(alert).error).toBeUndefined()
  for (const measurement of batch.measurements) expect(Measurement.safeParse(measurement).error).toBeUndefined()
  if (reading.framing === 'json') return
  const outcomes =
    batch.alerts.length +
    batch.measurements.length +
    batch.rejected.length +
    [...batch.ignored.values()].reduce((sum, times) => sum + times, 0)
  expect(outcomes).toBe([...linesOf(body)].length)
}

const FORMATS = ['genba', 'eve', 'syslog', 'relayed', 'detect', 'measurement'] as const
const reading = fc
  .record({ framing: fc.constantFrom('json' as const, 'lines' as const), format: fc.constantFrom(...FORMATS) })
  .map((each) => (each.format === 'syslog' ? { ...each, framing: 'lines' as const } : each))
const runs = { numRuns: 400 }

describe('decoders', () => {
  test('never throw on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), reading, (bytes, how) => readAll(Buffer.from(bytes), how)),
      runs,
    )
  })

  test('never throw on any JSON', () => {
    fc.assert(
      fc.property(fc.json(), reading, (text, how) => readAll(Buffer.from(text), how)),
      runs,
    )
  })

  test('never throw on records that are nearly right', () => {
    const odd = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constant('10.1.1.1'),
      fc.constant('2026-05-18T07:00:00Z'),
      fc.dictionary(fc.string(), fc.string()),
    )
    const keys = fc.constantFrom(
      'timestamp',
      'event_type',
      'src_ip',
      'dest_ip',
      'src_port',
      'alert',
      'flow',
      'received_at',
      'source',
      'record',
      'name',
      'severity',
      'at',
      '__proto__',
      'zone',
      'asset',
    )
    const nearEve = fc.record({
      timestamp: odd,
      event_type: fc.constant('alert'),
      src_ip: odd,
      src_port: odd,
      alert: fc.record({ signature_id: odd, signature: odd, severity: odd }),
      dnp3: fc.anything(),
    })
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(keys, odd), nearEve), reading, (record, how) =>
        readAll(Buffer.from(JSON.stringify(record) ?? ''), how),
      ),
      runs,
    )
  })

  test('never throw on lines that are nearly syslog, CEF or ASA', () => {
    const piece = fc.constantFrom(
      '<34>',
      '<999>',
      '1 ',
      'May 18 07:00:00 ',
      'Aug 05 2016 01:02:25: ',
      '2026-05-18T07:00:00Z ',
      'host ',
      'app[1]: ',
      'CEF:0|',
      'a|b|c|d|e|',
      '\\|',
      '=',
      ' src=10.0.0.1',
      ' cs1Label=',
      ' cs1=',
      '#012',
      '%ASA-6-302013: ',
      'Built outbound ',
      'for ',
      'outside:1.1.1.1/80 ',
      'to ',
      '[x@1 a="',
      '"]',
      '- ',
      '\\',
    )
    const line = fc
      .array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 20 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(line, (text) => readAll(Buffer.from(text), { framing: 'lines', format: 'syslog' })),
      { numRuns: 1_500 },
    )
  })

  test('take no longer on a hostile line than on any other of its length', () => {
    const hostile = [' a=', 'a', '[x ', ' ', '\\', '|', '1.', 'for ', '[a b="', ':'].map(
      (part) =>
        '<34>May 18 07:00:00 h CEF:0|%ASA-6-302013: '.slice(0, part === '[x ' ? 4 : undefined) + part.repeat(50_000),
    )
    const startedAt = performance.now()
    for (const line of hostile) readAll(Buffer.from(line), { framing: 'lines', format: 'syslog' })
    for (const line of hostile)
      readAll(Buffer.from(`<34>1 2026-05-18T07:00:00Z h a p m [x ${line}`), { framing: 'lines', format: 'syslog' })
    expect(performance.now() - startedAt).toBeLessThan(3_000)
  })
})
