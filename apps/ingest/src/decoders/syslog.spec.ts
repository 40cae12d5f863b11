import { describe, expect, test } from '@jest/globals'
import type { AlertDraft } from './decoded.js'
import { decodeSyslog } from './syslog.js'

const at = Date.parse('2026-05-18T07:00:30Z')
const UTC = { at, offsetMs: 0 }
const JAPAN = { at, offsetMs: 9 * 3_600_000 }

function draft(line: string, receipt = UTC): AlertDraft {
  const decoded = decodeSyslog(line, receipt)
  if (decoded.is !== 'alert') throw new Error(`no alert: ${JSON.stringify(decoded)}`)
  return decoded.draft
}

describe('a CEF event', () => {
  const line = (rest: string) => `<132>May 18 07:00:00 ids-1 CEF:0|Vendor|IDS|1.0|101|${rest}`

  test('keeps an escaped bar in its name and an escaped equals sign and line feed in its values', () => {
    const { name, fields } = draft(
      line('Stop \\| start|High|msg=mode\\=run\\nnext cs1=a b c cs1Label=Cell path=C:\\\\plc#011x'),
    )
    expect(name).toBe('Stop | start')
    expect(fields).toMatchObject({ msg: 'mode=run\nnext', cs1: 'a b c', Cell: 'a b c', path: 'C:\\plc\tx' })
  })

  test('names its ends, and a line feed that rsyslog wrote as #012 is no part of an address', () => {
    const { src, dst, protocol } = draft(
      line('x|5|src=10.0.0.1 spt=4444 dst=10.0.0.2 dpt=502 smac=00:30:DE:40:D0:8D#012 proto=TCP'),
    )
    expect({ src, dst, protocol }).toEqual({
      src: { ip: '10.0.0.1', port: 4444, mac: '00:30:DE:40:D0:8D' },
      dst: { ip: '10.0.0.2', port: 502 },
      protocol: 'tcp',
    })
  })

  test.each([
    ['Low', 20],
    ['Medium', 50],
    ['High', 80],
    ['Very-High', 95],
    ['0', 5],
    ['3', 20],
    ['6', 50],
    ['8', 80],
    ['10', 95],
    ['loud', 60],
  ])('of severity %s counts %i', (word, severity) => {
    expect(draft(line(`x|${word}|`)).severity).toBe(word === 'loud' ? 40 : severity)
  })

  test('without its seven header fields is a plain message and is not lost', () => {
    expect(draft('<132>May 18 07:00:00 ids-1 CEF:0|Vendor|IDS')).toMatchObject({
      name: 'CEF:0|Vendor|IDS',
      severity: 40,
      sensor: 'ids-1',
    })
  })

  test('that only names the device is placed by it', () => {
    expect(draft(line('New device|Low|dvc=192.168.1.85'))).toMatchObject({
      kind: 'system',
      reporters: ['192.168.1.85', undefined, 'ids-1', undefined],
    })
  })
})

describe('a firewall line', () => {
  const asa = (text: string) => draft(`<166>May 18 07:00:00 10.22.8.12 %ASA-6-302013: ${text}`)

  test.each([
    [
      'Built inbound TCP connection 1 for outside:1.1.1.1/50000 (1.1.1.1/50000) to inside:2.2.2.2/443 (2.2.2.2/443)',
      '1.1.1.1',
      '2.2.2.2',
    ],
    [
      'Built outbound TCP connection 1 for outside:1.1.1.1/80 (1.1.1.1/80) to inside:2.2.2.2/55659 (3.3.3.3/40627)',
      '2.2.2.2',
      '1.1.1.1',
    ],
    [
      'Teardown TCP connection 1 for outside:1.1.1.1/443 to inside:2.2.2.2/64306 duration 0:00:31',
      '2.2.2.2',
      '1.1.1.1',
    ],
    ['Deny tcp src Inside:1.1.1.1/4562 dst Outside:2.2.2.2/443 by access-group "in"', '1.1.1.1', '2.2.2.2'],
    [
      'Built inbound ICMP connection for faddr 1.1.1.1/0(LOCAL\\user) gaddr 9.9.9.9/0 laddr 2.2.2.2/0',
      '1.1.1.1',
      '2.2.2.2',
    ],
    ['Failed to locate egress interface for UDP from Inside:1.1.1.1/56544 to 2.2.2.2/161', '1.1.1.1', '2.2.2.2'],
  ])('knows who opened it: %s', (text, src, dst) => {
    const { src: from, dst: to, severity, rule } = asa(text)
    expect([from?.ip, to?.ip, severity, rule]).toEqual([src, dst, 10, 'asa:302013'])
  })
})

describe('a header', () => {
  test.each([0, 1, 2, 3, 4, 5, 6, 7])('of level %i has its severity', (level) => {
    expect(draft(`<${level}>May 18 07:00:00 plc-1 cpu: stopped`).severity).toBe([100, 95, 80, 60, 40, 20, 10, 5][level])
  })

  test('of RFC 5424 keeps escapes in its structured data', () => {
    const { fields, name, rule } = draft(
      '<165>1 2026-05-18T07:00:00.003Z plc-1 cpu 12 STOP [a@1 x="q\\"u\\]o" y="2"] BOMless text',
    )
    expect({ name, rule }).toEqual({ name: 'BOMless text', rule: 'syslog:cpu/STOP' })
    expect(fields).toMatchObject({ 'a@1.x': 'q"u]o', 'a@1.y': '2', 'syslog.procId': '12', 'syslog.facility': 20 })
  })

  test('of RFC 3164 names host and program', () => {
    expect(draft('<34>Oct 11 22:14:15 mymachine su[230]: failed for lonvick')).toMatchObject({
      sensor: 'mymachine',
      rule: 'syslog:su',
      name: 'failed for lonvick',
    })
  })

  test('with a clock that shows Japan or UTC is read as the one nearer to its receipt', () => {
    expect(draft('<34>May 18 16:00:00 a b: c', JAPAN).saidAt).toBe(at - 30_000)
    expect(draft('<34>May 18 07:00:00 a b: c', JAPAN).saidAt).toBe(at - 30_000)
  })

  test('without a year belongs to the year that has just ended, or just begun, around New Year', () => {
    const newYear = { at: Date.parse('2027-01-01T00:00:10Z'), offsetMs: 0 }
    expect(draft('<34>Dec 31 23:59:58 a b: c', newYear).saidAt).toBe(Date.parse('2026-12-31T23:59:58Z'))
    const oldYear = { at: Date.parse('2026-12-31T23:59:50Z'), offsetMs: 0 }
    expect(draft('<34>Jan  1 00:00:01 a b: c', oldYear).saidAt).toBe(Date.parse('2027-01-01T00:00:01Z'))
  })

  test('with a date that does not exist has no time', () => {
    expect(draft('<34>Feb 30 07:00:00 a b: c').saidAt).toBeUndefined()
  })
})
