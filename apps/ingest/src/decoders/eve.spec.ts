import { describe, expect, test } from '@jest/globals'
import { decodeEve } from './eve.js'

const eve = (change: Record<string, unknown> = {}) => ({
  ...{
    timestamp: '2026-05-18T07:25:00.123456+0000',
    event_type: 'alert',
    proto: 'TCP',
    app_proto: 'enip',
    direction: 'to_server',
  },
  ...{ src_ip: '192.168.10.105', src_port: 2927, dest_ip: '192.168.10.120', dest_port: 44818 },
  alert: { gid: 1, signature_id: 1111508, signature: 'Lock Rockwell PLC', severity: 1 },
  ...change,
})

describe('an EVE alert', () => {
  test('is about the server', () => {
    expect(decodeEve(eve())).toMatchObject({
      is: 'alert',
      draft: {
        rule: 'suricata:1111508',
        severity: 80,
        protocol: 'enip',
        saidAt: Date.parse('2026-05-18T07:25:00.123Z'),
        src: { ip: '192.168.10.105', port: 2927 },
        dst: { ip: '192.168.10.120', port: 44818 },
      },
    })
  })

  test("about a PLC's answer has the PLC as its target, and the packet's own direction in its fields", () => {
    const answer = eve({
      src_ip: '10.0.0.3',
      src_port: 502,
      dest_ip: '10.0.0.57',
      dest_port: 2387,
      direction: 'to_client',
    })
    expect(decodeEve(answer)).toMatchObject({
      draft: {
        src: { ip: '10.0.0.57' },
        dst: { ip: '10.0.0.3', port: 502 },
        fields: { src_ip: '10.0.0.3', 'alert.signature_id': 1111508 },
      },
    })
  })

  test("of a capture that began in mid-stream trusts the PLC's port more than the guessed direction", () => {
    const flow = { src_ip: '192.168.10.120', src_port: 44818, dest_ip: '192.168.10.105', dest_port: 2927 }
    expect(decodeEve(eve({ direction: 'to_client', flow }))).toMatchObject({ draft: { dst: { ip: '192.168.10.120' } } })
  })

  test('between two unknown ports follows the flow', () => {
    const flow = { src_ip: '10.0.0.2', src_port: 60000 }
    expect(
      decodeEve(eve({ src_ip: '10.0.0.1', src_port: 50000, dest_ip: '10.0.0.2', dest_port: 60000, flow })),
    ).toMatchObject({ draft: { dst: { ip: '10.0.0.1' } } })
  })

  test.each([
    ['timestamp', { timestamp: 'yesterday' }],
    ['timestamp', { timestamp: '2026-13-18T07:25:00Z' }],
    ['src_ip', { src_ip: '10.0.0.256' }],
    ['dest_port', { dest_port: 70000 }],
    ['alert.signature_id', { alert: { signature: 'x' } }],
    ['alert', { alert: undefined }],
    ['event_type', { event_type: 7 }],
  ])('that is wrong in %s says so', (field, change) => {
    expect(decodeEve(eve(change))).toMatchObject({ is: 'rejected', field })
  })

  test('is told from other records, which are passed over by type', () => {
    expect(decodeEve({ event_type: 'flow', timestamp: 'x' })).toEqual({ is: 'ignored', type: 'flow' })
  })
})
