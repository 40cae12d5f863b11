import { describe, expect, test } from '@jest/globals'
import { Alert, Measurement, type Source } from '@genba/contracts'
import { siteOf } from './place.js'
import { readBatch } from './read-batch.js'
import type { Format } from './decoders/frame.js'

/** With the 20,000 rule files of libs/correlation these are the hundred thousand; ALERTS_FUZZ=1000000 for a long run. */
const RUNS = Number(process.env['ALERTS_FUZZ'] ?? 80_000)
const SEED = Number(process.env['ALERTS_FUZZ_SEED'] ?? 1)
const LINES_AT_ONCE = 100

const level = { bc: 'low', s: 'low', q: 'low', d: 'low', c: 'low' } as const
const name = { ja: '試験', en: 'test' }
const site = siteOf({
  ...{ v: 1, id: 'fuzz', name, timeZone: 'Asia/Tokyo', state: 'running', conduits: [], assets: [], processes: [] },
  data: [],
  networks: [{ id: 'all', name, kind: 'equipment' }],
  zones: [{ id: 'line', name, network: 'all', importance: level, addresses: ['10.0.0.0/8'] }],
})
const source: Source = { v: 1, name: 'fuzz', keyHash: '', plant: 'fuzz' }
const now = Date.parse('2026-05-18T07:00:00Z')

/** One sound record of each format. */
const SOUND: readonly [Format, string][] = [
  ['genba', JSON.stringify({ id: 'a-1', sensor: 's', at: '2026-05-18T06:59:00Z', zone: 'line', kind: 'network', rule: 'r:1', name: 'write', severity: 'high', src: { ip: '10.0.0.5', port: 502 }, fields: { bytes: 3 } })], // prettier-ignore
  ['eve', JSON.stringify({ timestamp: '2026-05-18T06:59:00.000000+0000', event_type: 'alert', src_ip: '10.0.0.5', src_port: 1, dest_ip: '10.0.0.6', dest_port: 502, proto: 'TCP', alert: { signature_id: 1, signature: 'SCADA write', severity: 1 } })], // prettier-ignore
  ['syslog', '<34>May 18 06:59:00 fw CEF:0|Vendor|Product|1.0|100|Blocked|7|src=10.0.0.5 dst=10.0.0.6 spt=1 msg=a\\=b'],
  ['syslog', '<34>1 2026-05-18T06:59:00Z host app 1 ID [x@1 a="b"] Denied'],
  ['measurement', JSON.stringify({ tag: 'line-1.temperature', kind: 'measured', at: '2026-05-18T06:59:00Z', value: 3.5, zone: 'line', unit: 'degC' })], // prettier-ignore
]
const WORDS = [
  'null',
  '-1',
  '1e999',
  '"\\u0000"',
  '[]',
  '{"a":{"a":{}}}',
  '"__proto__"',
  '9'.repeat(400),
  '\u202e',
  '\ud800',
  '""',
  'true',
]

/** Mulberry32: the same seed gives the same hundred thousand. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

function malform(text: string, draw: (below: number) => number): string {
  let out = text
  for (let times = 1 + draw(3); times > 0; times--) {
    const from = draw(out.length + 1)
    const to = Math.min(out.length, from + draw(12))
    const word = WORDS[draw(WORDS.length)] as string
    const values = [...out.matchAll(/:("[^"]*"|-?\d+(\.\d+)?)/g)]
    const value = values[draw(Math.max(1, values.length))]
    switch (draw(6)) {
      case 0:
        out = out.slice(0, from) + out.slice(to)
        break
      case 1:
        out = out.slice(0, from) + word + out.slice(from)
        break
      case 2:
        out = out.slice(0, from)
        break
      case 3:
        out = out.slice(0, from) + String.fromCharCode(draw(0x300)) + out.slice(from + 1)
        break
      case 4:
        out = out.slice(0, to) + out.slice(from)
        break
      default:
        if (value) out = `${out.slice(0, value.index)}:${word}${out.slice(value.index + value[0].length)}`
    }
  }
  return out.replace(/[\r\n]/g, ' ')
}

describe(`${RUNS} malformed alerts and measurements`, () => {
  test('crash nothing; each is accepted as its contract says, ignored by a counted word, or rejected with line, reason and its bytes', () => {
    const draw = chance(SEED)
    const seen = { accepted: 0, rejected: 0, ignored: 0 }
    for (let run = 0; run < RUNS; run += LINES_AT_ONCE) {
      const [format, text] = SOUND[draw(SOUND.length)] as (typeof SOUND)[number]
      const lines = Array.from({ length: LINES_AT_ONCE }, () => malform(text, draw) || ' ')
      const body = Buffer.from(lines.join('\n'))
      const batch = readBatch(body, { source, site, now, reading: { framing: 'lines', format }, own: 'genba' })
      if (batch === 'too-many-lines') throw new Error('too many lines')
      for (const alert of batch.alerts) expect(Alert.safeParse(alert).error).toBeUndefined()
      for (const measurement of batch.measurements) expect(Measurement.safeParse(measurement).error).toBeUndefined()
      for (const { line, reason, bytes } of batch.rejected) {
        expect(reason).not.toBe('')
        const sent = Buffer.from(lines[line - 1] as string)
        if (!sent.equals(bytes)) expect(Buffer.from(bytes).toString()).toBe(sent.toString())
      }
      seen.accepted += batch.alerts.length + batch.measurements.length
      seen.rejected += batch.rejected.length
      seen.ignored += [...batch.ignored.values()].reduce((sum, times) => sum + times, 0)
    }
    const blank = RUNS - seen.accepted - seen.rejected - seen.ignored
    expect({ ...seen, blank: blank / RUNS < 0.05 && blank >= 0 }).toMatchObject({ blank: true })
    // Most must be faults, or the fuzz would try nothing; some mutations mean nothing.
    expect(seen.rejected / RUNS).toBeGreaterThan(0.4)
    expect(seen.accepted).toBeGreaterThan(0)
  }, 300_000)
})
