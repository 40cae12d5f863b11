import { describe, expect, it } from '@jest/globals'
import { Alert } from './alert.v1.js'
import { AlertPack, PACK_ALERTS_MAX, PACK_CHARS_MAX, packAlerts, unpackAlerts } from './alert-pack.v1.js'

const alert = (n: number, differs: Partial<Alert> = {}): Alert => ({
  v: 1,
  id: `a-${n}`,
  source: 'line-ids',
  sensor: `s-${n % 3}`,
  plant: 'p',
  zone: `line-${n % 2}`,
  at: 1_767_225_600_000 + n,
  receivedAt: 1_767_225_600_500,
  clock: 'source',
  kind: 'network',
  rule: 'r:1',
  name: '不正な書込み',
  severity: 80,
  fields: { n, text: 'a\nb' },
  ...differs,
})

const unpackAll = (values: readonly { value: string; count: number }[]): Alert[] =>
  values.flatMap(({ value, count }) =>
    count === 1 ? [JSON.parse(value) as Alert] : unpackAlerts(value).map((packed) => packed.whole()),
  )

describe('a pack of alerts', () => {
  it('gives back what went in, in its order', () => {
    const alerts = [
      alert(0, { src: { ip: '10.0.0.1', port: 502 }, dst: { ip: '10.0.0.2' }, original: '{"a":"\\n"}' }),
      alert(1, { asset: 'plc-1', protocol: 'modbus', drill: 'd-1' }),
      ...Array.from({ length: 50 }, (_, n) => alert(n + 2)),
    ]
    const values = packAlerts(alerts)
    const endpoints = ({ src, dst, original }: Alert) => [src, dst, original]
    expect(unpackAlerts(values[0]?.value ?? '').map(endpoints)).toEqual(alerts.map(endpoints))
    expect(values.map(({ count }) => count)).toEqual([52])
    expect(unpackAll(values)).toEqual(alerts)
    expect(unpackAll(values).every((each) => Alert.safeParse(each).success)).toBe(true)
  })

  it('is as its schema says, and says what alerts have in common once', () => {
    const [pack] = packAlerts(Array.from({ length: 100 }, (_, n) => alert(n)))
    const head = AlertPack.parse(JSON.parse((pack?.value ?? '').split('\n')[0] ?? ''))
    expect(head.heads).toHaveLength(6)
    expect(head.ids).toHaveLength(100)
  })

  it('leaves an alert that is alone as it is', () => {
    expect(packAlerts([alert(1)])).toEqual([{ value: JSON.stringify(alert(1)), count: 1, first: alert(1) }])
  })

  it('is bounded in alerts and characters', () => {
    const many = Array.from({ length: PACK_ALERTS_MAX + 5 }, (_, n) => alert(n, { fields: {} }))
    const long = Array.from({ length: 100 }, (_, n) => alert(n, { original: 'x'.repeat(4_000) }))
    expect(packAlerts(many).map(({ count }) => count)).toEqual([PACK_ALERTS_MAX, 5])
    for (const { value } of packAlerts(long)) expect(value.length).toBeLessThan(PACK_CHARS_MAX + 1_000)
    expect(unpackAll(packAlerts(long))).toEqual(long)
  })

  it('is refused when it is cut off or of another version', () => {
    const [pack] = packAlerts([alert(0), alert(1)])
    expect(() => unpackAlerts((pack?.value ?? '').slice(0, -1))).toThrow('cut off')
    expect(() => unpackAlerts('{"v":2,"ids":[],"rows":[],"heads":[]}\n')).toThrow('version 1')
    expect(() => unpackAlerts('null')).toThrow('version 1')
  })
})
