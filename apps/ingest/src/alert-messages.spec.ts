import { describe, expect, it } from '@jest/globals'
import { NO_DESKS, PACK_HEADER, unpackAlerts, zoneId, type Alert } from '@genba/contracts'
import { Partitioners } from 'kafkajs'
import { AlertMessages } from './alert-messages.js'

const PARTITIONS = 6
const alert = (n: number, zone: string): Alert => ({
  v: 1,
  id: `a-${n}`,
  source: 's',
  sensor: 's',
  plant: 'p',
  zone,
  at: 1_767_225_600_000 + n,
  receivedAt: 1_767_225_600_000,
  clock: 'source',
  kind: 'process',
  rule: 'r',
  name: 'n',
  severity: 20,
  fields: {},
})

const kafkajs = Partitioners.DefaultPartitioner()
const partitionMetadata = Array.from({ length: PARTITIONS }, (_, partitionId) => ({
  partitionId,
  leader: 1,
  partitionErrorCode: 0,
  replicas: [],
  isr: [],
}))

describe('alerts of one request', () => {
  const alerts = Array.from({ length: 500 }, (_, n) => alert(n, `line-${(n * 7) % 40}`))
  const messages = new AlertMessages().of(alerts, PARTITIONS, NO_DESKS)
  const unpacked = messages.flatMap(({ value, partition, headers }) =>
    (headers?.[PACK_HEADER] === undefined
      ? [JSON.parse(String(value)) as Alert]
      : unpackAlerts(String(value)).map((packed) => packed.whole())
    ).map((each) => ({ partition, each })),
  )

  it('are one message for each partition, and none is lost', () => {
    expect(messages).toHaveLength(PARTITIONS)
    expect(messages.map(({ headers }) => Number(headers?.[PACK_HEADER])).reduce((sum, n) => sum + n)).toBe(500)
    expect(unpacked.map(({ each }) => each.id).sort()).toEqual(alerts.map(({ id }) => id).sort())
  })

  it('go where each would go alone by its zone', () => {
    for (const { partition, each } of unpacked)
      expect(partition).toBe(
        kafkajs({ topic: 't', partitionMetadata, message: { key: `p/${each.zone}`, value: null } }),
      )
  })

  it('of a desk lie in one partition, from the moment on when the desk is known', () => {
    const packer = new AlertMessages()
    packer.of(alerts, PARTITIONS, NO_DESKS)
    const zones = ['line-1', 'line-2', 'line-3', 'line-4', 'line-5', 'line-6', 'line-7', 'line-8', 'line-9']
    const desks = new Map(zones.map((zone) => [zoneId('p', zone), 'hall']))
    const sent = packer.of(
      zones.map((zone, n) => alert(n, zone)),
      PARTITIONS,
      desks,
    )
    const partition = kafkajs({ topic: 't', partitionMetadata, message: { key: 'p/@hall', value: null } })
    expect(sent).toMatchObject([{ key: 'p/@hall', partition, headers: { [PACK_HEADER]: '9' } }])
  })

  it('keep the order of their zone', () => {
    for (const zone of new Set(alerts.map((each) => each.zone)))
      expect(unpacked.filter(({ each }) => each.zone === zone).map(({ each }) => each.id)).toEqual(
        alerts.filter((each) => each.zone === zone).map(({ id }) => id),
      )
  })
})
