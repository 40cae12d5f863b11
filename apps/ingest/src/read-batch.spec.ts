import { describe, expect, test } from '@jest/globals'
import type { Plant, Source } from '@genba/contracts'
import { readingOf } from './decoders/frame.js'
import { deriveId } from './derive-id.js'
import { siteOf } from './place.js'
import { LINES_MAX, LINE_MAX_BYTES, readBatch, type Batch } from './read-batch.js'
import { answerOf } from './take-records.js'

const now = Date.parse('2026-05-18T07:00:00Z')
const HOUR_MS = 3_600_000
const level = { bc: 'low', s: 'low', q: 'low', d: 'low', c: 'low' } as const
const name = { ja: '試験', en: 'test' }
const asset = (id: string, zone: string, ...addresses: string[]): Plant['assets'][number] => ({
  id,
  name,
  zone,
  kind: 'other',
  addresses,
  importance: level,
  processes: [],
  data: [],
})
const zone = (id: string, ...addresses: string[]): Plant['zones'][number] => ({
  id,
  name,
  network: 'all',
  importance: level,
  addresses,
})
const plant: Plant = {
  ...{ v: 1, id: 'p', name, timeZone: 'UTC', state: 'running', conduits: [], processes: [], data: [] },
  networks: [{ id: 'all', name, kind: 'equipment' }],
  zones: [zone('line', '10.0.1.0/24'), zone('office', '10.0.2.0/24'), zone('spare')],
  assets: [asset('plc', 'line', '10.0.1.10', '00:80:F4:0E:10:FC'), asset('laptop', 'office', '10.0.2.20')],
}
const source: Source = { v: 1, name: 's', keyHash: '', plant: 'p' }

function take(body: string, type = 'application/x-ndjson', at = now, from: Partial<Source> = {}): Batch {
  const batch = readBatch(Buffer.from(body), {
    source: { ...source, ...from },
    site: siteOf(plant),
    now: at,
    reading: readingOf(type, undefined)!,
    own: 'genba',
  })
  if (batch === 'too-many-lines') throw new Error(batch)
  return batch
}
const one = (record: object, from: Partial<Source> = {}) => {
  const batch = take(JSON.stringify(record), 'application/json', now, from)
  if (!batch.alerts[0]) throw new Error(JSON.stringify(batch.rejected))
  return batch.alerts[0]
}
const stop = { name: 'CPU stop', severity: 'high' }
const eve = (timestamp: string, more = {}) => ({
  timestamp,
  event_type: 'alert',
  src_ip: '10.0.2.20',
  dest_ip: '10.0.1.10',
  alert: { signature_id: 1, signature: 'x' },
  ...more,
})

describe('an alert is placed', () => {
  test('at its target, and both ends carry their asset and zone', () => {
    expect(one({ ...stop, srcIp: '10.0.2.20', dstIp: '10.0.1.10' })).toMatchObject({
      ...{ zone: 'line', asset: 'plc', kind: 'network' },
      src: { ip: '10.0.2.20', zone: 'office', asset: 'laptop' },
      dst: { ip: '10.0.1.10', zone: 'line', asset: 'plc' },
    })
  })
  test('at its origin when the target is outside', () =>
    expect(one({ ...stop, srcIp: '10.0.2.20', dstIp: '8.8.8.8' })).toMatchObject({ zone: 'office', asset: 'laptop' }))
  test('by hardware address', () =>
    expect(one({ ...stop, dstMac: '00:80:F4:0E:10:FC' })).toMatchObject({
      zone: 'line',
      asset: 'plc',
      dst: { mac: '00:80:f4:0e:10:fc' },
    }))
  test('where its sender says, before any address', () =>
    expect(one({ ...stop, zone: 'spare', dstIp: '10.0.1.10' })).toMatchObject({ zone: 'spare', dst: { asset: 'plc' } }))
  test('by the zone of the asset that its sender names', () =>
    expect(one({ ...stop, asset: 'laptop' })).toMatchObject({ zone: 'office', asset: 'laptop' }))
  test("in its source's default zone", () => expect(one(stop, { defaultZone: 'spare' }).zone).toBe('spare'))
  test('as unplaced when nobody knows, even if its source has a default zone that is gone', () =>
    expect(one(stop, { defaultZone: 'gone' }).zone).toBe('unplaced'))
  test('by the device that reported it', () =>
    expect(take('<34>May 18 07:00:00 10.0.1.10 cpu: stopped', 'text/plain').alerts[0]).toMatchObject({
      zone: 'line',
      asset: 'plc',
    }))
  test.each([
    ['zone', { zone: 'nowhere' }],
    ['asset', { asset: 'nothing' }],
    ['asset', { zone: 'spare', asset: 'plc' }],
  ])('nowhere when its %s does not fit the plant: %j', (field, named) => {
    expect(take(JSON.stringify({ ...stop, ...named })).rejected).toMatchObject([{ line: 1, field }])
  })
})

describe('an alert has the time', () => {
  test('of its source', () =>
    expect(one({ ...stop, at: '2026-05-18T06:59:00+00:00' })).toMatchObject({
      at: now - 60_000,
      clock: 'source',
      receivedAt: now,
    }))
  test('of its receipt when it says none', () => expect(one(stop)).toMatchObject({ at: now, clock: 'received' }))
  test('of a capture however old, when it is posted without a relay', () =>
    expect(one(eve('2004-08-26T12:01:18.945940+0000'))).toMatchObject({
      clock: 'source',
      at: Date.parse('2004-08-26T12:01:18.945Z'),
    }))
  test('of its receipt when it lies more than a day ahead', () =>
    expect(one(eve('2026-05-19T08:00:00Z'))).toMatchObject({ clock: 'received', at: now }))
  test('of its receipt by the relay when its clock is a day off', () => {
    const relayed = (timestamp: string) =>
      take(JSON.stringify({ received_at: '2020-01-01T00:00:00Z', source: 'suricata', record: eve(timestamp) }))
        .alerts[0]
    expect(relayed('2004-08-26T12:01:18Z')).toMatchObject({
      clock: 'received',
      at: Date.parse('2020-01-01T00:00:00Z'),
      receivedAt: Date.parse('2020-01-01T00:00:00Z'),
    })
    expect(relayed('2019-12-31T01:00:00Z')).toMatchObject({ clock: 'source', at: Date.parse('2019-12-31T01:00:00Z') })
  })
})

describe('an alert has the id', () => {
  test("that its source and its source's id make", () => {
    const id = one({ ...stop, id: '42' }).id
    expect(one({ id: '42', name: 'changed', severity: 1 }).id).toBe(id)
    expect(one({ ...stop, id: '42' }, { name: 'other' }).id).not.toBe(id)
    expect(deriveId('s', { by: 'given', id: '42' })).toBe(id)
  })
  test('of its bytes, so that a redelivery is recognised a day later', () => {
    const line = JSON.stringify(eve('2026-05-18T06:00:00Z'))
    expect(take(line, undefined, now + 24 * HOUR_MS).alerts[0]!.id).toBe(take(line).alerts[0]!.id)
  })
  test("of the relay's number, when records are the same to the byte", () => {
    const relayed = [1, 2, 2].map((n) =>
      JSON.stringify({
        n,
        received_at: '2026-05-18T06:00:00Z',
        source: 'suricata',
        record: eve('2026-05-18T06:00:00Z'),
      }),
    )
    const ids = take(relayed.join('\n')).alerts.map((alert) => alert.id)
    expect([ids[0] === ids[1], ids[1] === ids[2]]).toEqual([false, true])
  })
  test('of its own moment, when it has neither id nor time: it happened again', () => {
    const ids = [
      ...take(`${JSON.stringify(stop)}\n${JSON.stringify(stop)}`).alerts,
      ...take(JSON.stringify(stop), undefined, now + 1).alerts,
    ].map((alert) => alert.id)
    expect(new Set(ids).size).toBe(3)
  })
  test('of 32 hexadecimal digits that never change', () =>
    expect(deriveId('s', { by: 'content', bytes: 'x' })).toBe('fecd4eaf5b14b97e62cabbc882d3df84'))
})

describe('a request', () => {
  test('keeps the good lines and names the line and field of each bad one', () => {
    const batch = take(
      `${JSON.stringify(stop)}\r\n\n{"name":"x","severity":"loud"}\n{broken\n${JSON.stringify({ ...stop, colour: 'red' })}\n{"event_type":"flow","timestamp":"x"}`,
    )
    expect(answerOf(batch)).toMatchObject({
      status: 200,
      body: {
        accepted: 1,
        ignored: { flow: 1 },
        rejected: [
          { line: 3, field: 'severity' },
          { line: 4, reason: expect.stringContaining('not JSON') },
          { line: 5, field: 'colour', reason: 'unknown field' },
        ],
      },
    })
    expect(Buffer.from(batch.rejected[1]!.bytes).toString()).toBe('{broken')
  })
  test('of which nothing can be used is a 400 that names the place', () => {
    expect(answerOf(take('[{"name":""}]', 'application/json'))).toMatchObject({
      status: 400,
      body: { code: 'BAD_INPUT', at: 'line 1, name', again: false, accepted: 0 },
    })
    expect(answerOf(take('\n \n'))).toMatchObject({ status: 400, body: { message: 'the body holds no record' } })
    expect(answerOf(take('[1,', 'application/json'))).toMatchObject({ status: 400, body: { at: 'line 1' } })
  })
  test('may mix what a relay has, measurements too', () => {
    const relayed = [
      { source: 'genba', record: stop },
      { source: 'measurement', record: { tag: 'reflow-1.temperature', kind: 'measured', value: 241.5, asset: 'plc' } },
      { source: 'syslog', record: '<34>May 18 07:00:00 10.0.1.10 cpu: stopped' },
      { source: 'syslog', record: {} },
    ]
    const batch = take(
      relayed.map((each) => JSON.stringify({ received_at: '2026-05-18T07:00:00Z', ...each })).join('\n'),
    )
    expect(batch.measurements).toMatchObject([{ zone: 'line', asset: 'plc', quality: 'good', value: 241.5 }])
    expect([batch.alerts.length, batch.rejected.map(({ field }) => field)]).toEqual([2, ['record']])
  })
  test('with a line that is too long loses that line only, and keeps its beginning', () => {
    const { alerts, rejected } = take(`${'x'.repeat(LINE_MAX_BYTES + 1)}\n${JSON.stringify(stop)}`)
    expect([alerts.length, rejected.length, rejected[0]!.bytes.length]).toEqual([1, 1, LINE_MAX_BYTES])
  })
  test('with too many lines is refused whole', () => {
    expect(
      readBatch(Buffer.from('{}\n'.repeat(LINES_MAX + 1)), {
        source,
        site: siteOf(plant),
        now,
        reading: { framing: 'lines', format: 'detect' },
        own: 'genba',
      }),
    ).toBe('too-many-lines')
  })
})

test("a relayed record carries its envelope's drill, in whatever format the sensor writes", () => {
  const relayed = (source: string, record: unknown) =>
    JSON.stringify({ n: 1, received_at: '2026-05-18T07:00:00Z', source, record, drill: 'spring' })
  const syslog = '<167>May 18 07:00:00 10.0.2.20 %ASA-7-609001: Built local-host inside:10.0.2.20'
  const batch = take(
    [
      relayed('suricata', eve('2026-05-18T07:00:00.000000+0000')),
      relayed('syslog', syslog),
      relayed('genba', stop),
    ].join('\n'),
  )
  expect(batch.rejected).toEqual([])
  expect(batch.alerts.map(({ drill }) => drill)).toEqual(['spring', 'spring', 'spring'])
})
