import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Alert, type Importance, type Plant, type Source } from '@genba/contracts'
import type { Reading } from './decoders/frame.js'
import { siteOf } from './place.js'
import { readBatch, type Batch } from './read-batch.js'

/** Records that other people made; they stand beside the project, are read in place and never copied into it. */
const SAMPLES = join(import.meta.dirname, '../../../../shared/samples')
const isThere = existsSync(SAMPLES)
if (!isThere) process.stderr.write(`skipped: apps/ingest/src/samples.spec.ts, there is no ${SAMPLES}\n`)
const withSamples = isThere ? describe : describe.skip

const NOW = Date.parse('2026-05-18T12:00:00Z')
const LINES: Reading = { framing: 'lines', format: 'detect' }
const SYSLOG: Reading = { framing: 'lines', format: 'syslog' }

const bytes = (file: string): Buffer => readFileSync(join(SAMPLES, file))
const json = <T>(file: string): T => JSON.parse(bytes(file).toString()) as T
const jsonLines = <T>(file: string): T[] =>
  bytes(file)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)

/** A plant with nothing but the sample's zones. */
function plantOf(zones: Record<string, string[]>): Plant {
  const importance: Importance = { bc: 'low', s: 'low', q: 'low', d: 'low', c: 'low' }
  const name = { ja: '試験', en: 'test' }
  return {
    ...{
      v: 1,
      id: 'samples',
      name,
      timeZone: 'Asia/Tokyo',
      state: 'running',
      conduits: [],
      assets: [],
      processes: [],
      data: [],
    },
    networks: [{ id: 'all', name, kind: 'equipment' }],
    zones: Object.entries(zones).map(([id, addresses]) => ({ id, name, network: 'all', importance, addresses })),
  }
}

function take(body: Buffer, reading: Reading, zones: Record<string, string[]> = {}, defaultZone?: string): Batch {
  const source: Source = {
    v: 1,
    name: 'sample',
    keyHash: '',
    plant: 'samples',
    ...(defaultZone === undefined ? {} : { defaultZone }),
  }
  const batch = readBatch(body, { source, site: siteOf(plantOf(zones)), now: NOW, reading, own: 'genba' })
  if (batch === 'too-many-lines') throw new Error('too many lines')
  return batch
}

withSamples('the attack on a line, 774 records of four kinds of sensor', () => {
  type Truth = { n: number; capture: string; zone: string; is_alert: boolean | null }
  const truth = isThere ? jsonLines<Truth>('scenario-line-attack/truth.jsonl') : []
  const zones = isThere ? json<Record<string, string[]>>('scenario-line-attack/zones.json') : {}
  const feed = (defaultZone?: string) => take(bytes('scenario-line-attack/feed.jsonl'), LINES, zones, defaultZone)
  const isAlert = (record: Truth) => record.is_alert !== false

  test('gives 500 alerts from EVE and 164 from syslog, and passes over the other EVE records by type', () => {
    const batch = feed()
    expect(batch.rejected).toEqual([])
    const byKind = (mark: string) => batch.alerts.filter((alert) => alert.rule.startsWith(mark)).length
    expect({ eve: byKind('suricata:'), cef: byKind('cef:'), asa: byKind('asa:') }).toEqual({
      eve: 500,
      cef: 36,
      asa: 128,
    })
    expect([...batch.ignored.values()].reduce((sum, times) => sum + times)).toBe(774 - 664)
    expect(new Set(batch.alerts.map((alert) => alert.id)).size).toBe(664)
    for (const alert of batch.alerts) expect(Alert.safeParse(alert).error).toBeUndefined()
  })

  test('lies in the zones of the truth but for firewall lines about hosts of other zones', () => {
    const expected = truth.filter(isAlert)
    const { alerts } = feed('it-firewall')
    const other = expected.flatMap((record, n) => {
      const { zone, src, dst } = alerts[n]!
      return zone === record.zone ? [] : [`${record.capture} ${record.n}: ${zone}, ${src?.ip} to ${dst?.ip}`]
    })
    // The truth counts them to the firewall that reported them; Genba to the zone of the host that somebody wanted to reach.
    expect(other).toEqual([
      'asa 163: site-172, 10.25.14.52 to 172.18.106.2',
      'asa 170: site-172, 14.169.120.66 to 172.18.105.105',
      'asa 172: site-172, 159.203.208.134 to 172.18.105.12',
      'asa 175: site-172, 198.27.69.147 to 172.18.106.2',
    ])
  })

  test('keeps the time of the sensor, in UTC though the plant is in Japan; a firewall that thinks it is 2016 gets the time of receipt', () => {
    const batch = feed()
    const received = batch.alerts.filter((alert) => alert.clock === 'received')
    expect(received.every((alert) => alert.rule.startsWith('asa:') && /\b2016\b/.test(alert.original!))).toBe(true)
    expect(received).toHaveLength(batch.alerts.filter((alert) => /^<\d+>Aug \d\d 2016/.test(alert.original!)).length)
    expect(batch.alerts.every((alert) => Math.abs(alert.at - alert.receivedAt) < 1_000)).toBe(true)
  })

  test('is the same the second time it is sent', () => {
    expect(feed().alerts).toEqual(feed().alerts)
  })
})

withSamples('captures that Suricata read', () => {
  type Expected = Record<
    string,
    {
      records: number
      alerts: number
      by_event_type: Record<string, number>
      alerts_by_severity: Record<string, number>
      first: string
    }
  >
  const expected = isThere ? json<{ 'suricata-eve': Expected }>('expected.json')['suricata-eve'] : {}

  test.each(isThere ? readdirSync(join(SAMPLES, 'suricata-eve')).filter((name) => name.endsWith('.jsonl')) : ['none'])(
    '%s has every alert at its own time',
    (file) => {
      const { alerts, ignored, rejected } = take(bytes(`suricata-eve/${file}`), LINES)
      const { alert = 0, ...others } = expected[file]!.by_event_type
      expect({ rejected, alerts: alerts.length, ignored: Object.fromEntries(ignored) }).toEqual({
        rejected: [],
        alerts: alert,
        ignored: others,
      })
      const severities = Object.entries(expected[file]!.alerts_by_severity).map(([priority, times]) => [
        { 1: 80, 2: 50, 3: 20 }[priority],
        times,
      ])
      const counted = new Map<number, number>()
      for (const { severity } of alerts) counted.set(severity, (counted.get(severity) ?? 0) + 1)
      expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(severities))
      expect(alerts.every((each) => each.clock === 'source' && each.at >= Math.floor(Date.parse('2004-01-01')))).toBe(
        true,
      )
    },
  )
})

withSamples('lines of other products', () => {
  test('36 lines of an OT IDS have both ends, ports and hardware addresses', () => {
    const { alerts } = take(bytes('ot-ids/radiflow-isid.cef.log'), SYSLOG)
    expect(alerts).toHaveLength(36)
    expect(new Set(alerts.map((alert) => alert.rule))).toEqual(
      new Set(['1', '2', '3', '101', '143'].map((id) => `cef:radiflow/isid/${id}`)),
    )
    const update = alerts.find((alert) => alert.rule.endsWith('/101'))!
    expect(update).toMatchObject({
      ...{ name: 'Schneider Logic Update Detected', severity: 80, sensor: 'radiflow-labs-isid', protocol: 'modbus' },
      src: { ip: '192.168.1.6', mac: '44:8a:5b:cb:72:42' },
      dst: { ip: '192.168.1.85', port: 502, mac: '00:80:f4:0e:10:fc' },
    })
    expect(update.fields['SrcVendor']).toBe("Micro-Star INT'L CO., LTD.")
  })

  test('ASA lines read as another parser read them', () => {
    type Parsed = {
      original_string: string
      ciscotag: string
      ip_src_addr?: string
      ip_dst_addr?: string
      protocol?: string
    }
    const parsed = jsonLines<Parsed>('syslog-cef-leef/asa.parsed.jsonl')
    const { alerts } = take(bytes('syslog-cef-leef/asa.raw.log'), SYSLOG)
    const byLine = new Map(alerts.map((alert) => [alert.original!.trim(), alert]))
    const differing = parsed
      .filter((line) => line.ip_src_addr && line.ip_dst_addr)
      .flatMap((line) => {
        const alert = byLine.get(line.original_string.trim())
        const ends = (pair: (string | undefined)[]) => pair.filter(Boolean).sort().join(' ')
        return alert && ends([alert.src?.ip, alert.dst?.ip]) === ends([line.ip_src_addr, line.ip_dst_addr])
          ? []
          : [`${line.original_string} | ${alert?.src?.ip} ${alert?.dst?.ip} | ${line.ip_src_addr} ${line.ip_dst_addr}`]
      })
    expect(differing).toEqual([])
  })

  test('RFC 5424 lines keep their structured data', () => {
    const { alerts } = take(bytes('syslog-cef-leef/syslog5424.raw.log'), SYSLOG)
    expect(alerts).toHaveLength(3)
    expect(alerts[1]).toMatchObject({
      sensor: 'loggregator',
      name: 'Removing instance',
      severity: 10,
      clock: 'received',
    })
    expect(alerts[1]!.fields).toMatchObject({
      'exampleSDID@32473.eventID': '1011',
      'exampleSDID@32480.eventSource': 'Other Application',
      'syslog.msgId': 'MSG-02',
    })
  })

  test('CEF of a cloud service and of a vault read as another parser read them', () => {
    const [adallom] = take(bytes('syslog-cef-leef/adallom.cef'), SYSLOG).alerts
    expect(adallom).toMatchObject({
      rule: 'cef:Adallom/Adallom/56fe779ee4b0459f4e9a484a',
      severity: 5,
      name: 'ALERT_CABINET_EVENT_MATCH_AUDIT',
    })
    expect(adallom!.fields).toMatchObject({
      suser: 'auser@example.com',
      audits: expect.stringMatching(/^\[.*\]$/),
      consoleUrl: expect.stringContaining('https://'),
    })
    const [vault] = take(bytes('syslog-cef-leef/cyberark.cef'), SYSLOG).alerts
    const other = json<Record<string, string>>('syslog-cef-leef/cyberark.json')
    expect(vault).toMatchObject({ name: other['event_name'], sensor: 'HHHPVATN1', severity: 50 })
    expect(vault!.fields).toMatchObject({
      fname: other['fileName'],
      'Safe Name': other['"Safe Name"'],
      'Other info': other['"Other info"'],
      dvc: other['deviceAddress'],
    })
  })
})
