import { JoinAnswer, LiveBatch, Room, Tick, TICK_HEADER, TOPICS } from '@genba/contracts'
import type { z } from 'zod'
import { NamedSchemas, type JsonSchema } from './named-schemas.js'

export type AsyncApi = {
  asyncapi: string
  info: JsonSchema
  servers: Record<string, JsonSchema>
  channels: Record<string, Channel>
  operations: Record<string, JsonSchema>
  components: { schemas: Record<string, JsonSchema> }
}
export type Channel = {
  address: string
  description: string
  servers: JsonSchema[]
  messages: Record<string, { payload: JsonSchema; headers?: JsonSchema; summary?: string }>
  bindings?: JsonSchema
}
type Table = Readonly<
  Record<
    string,
    { schema: z.ZodType; key: string; writer: string; partitions: number; retentionMs: number; ticks?: true }
  >
>

const DAY_MS = 86_400_000
const on = (server: string): JsonSchema[] => [{ $ref: `#/servers/${server}` }]

/** AsyncAPI 3 of what goes over Kafka and over Socket.IO. */
export function asyncApiOf(topics: Table = TOPICS): AsyncApi {
  const schemas = new NamedSchemas()
  const names = Object.keys(topics)
  const channels = {
    ...Object.fromEntries(names.map((name) => [idOf(name), topicOf(name, topics, schemas)])),
    ...liveChannels(schemas),
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Genba',
      version: 'v1',
      description: 'What Genba tells over Kafka, and over Socket.IO to consoles, made from the schemas that check it.',
      license: { name: 'Apache-2.0' },
    },
    servers: {
      kafka: { host: 'localhost:9092', protocol: 'kafka', description: 'KAFKA_BROKERS; names begin with GENBA_PREFIX' },
      gateway: { host: 'localhost:4600', protocol: 'ws', description: 'Socket.IO, with the session cookie' },
    },
    channels,
    operations: {
      ...Object.fromEntries(names.map((name) => [`read-${idOf(name)}`, operation('receive', idOf(name))])),
      hear: operation('receive', 'live'),
      join: { ...operation('send', 'join'), reply: { channel: { $ref: '#/channels/joined' } } },
      leave: { ...operation('send', 'leave'), reply: { channel: { $ref: '#/channels/joined' } } },
    },
    components: { schemas: schemas.named },
  }
}

const operation = (action: 'send' | 'receive', channel: string): JsonSchema => ({
  action,
  channel: { $ref: `#/channels/${channel}` },
})

/** Dots are not allowed in the name of a channel. */
const idOf = (topic: string): string => topic.replaceAll('.', '-')

function topicOf(name: string, topics: Table, schemas: NamedSchemas): Channel {
  const { schema, key, writer, partitions, retentionMs, ticks } = topics[name] as Table[string]
  return {
    address: name,
    description: `Written by ${writer}, keyed by ${key}, kept ${retentionMs / DAY_MS} days.`,
    servers: on('kafka'),
    messages: { value: { payload: schemas.toJson(schema) }, ...(ticks ? { tick: tick(schemas) } : {}) },
    bindings: { kafka: { topic: name, partitions, bindingVersion: '0.5.0' } },
  }
}

const tick = (schemas: NamedSchemas): Channel['messages'][string] => ({
  summary:
    'How far the clock of an ingest has come, in every partition; without key and value. Who reads records passes over it.',
  headers: {
    type: 'object',
    required: [TICK_HEADER],
    properties: {
      [TICK_HEADER]: { type: 'string', contentMediaType: 'application/json', contentSchema: schemas.toJson(Tick) },
    },
  },
  payload: { type: 'null' },
})

function liveChannels(schemas: NamedSchemas): Record<string, Channel> {
  const channel = (address: string, description: string, schema: z.ZodType): Channel => ({
    address,
    description,
    servers: on('gateway'),
    messages: { value: { payload: schemas.toJson(schema) } },
  })
  const rooms = 'The name of a room is the message; the acknowledgement is the reply.'
  return {
    live: channel('live', 'At most one batch per room and rest. A gap in `seq`: ask over REST.', LiveBatch),
    join: channel('join', rooms, Room),
    leave: channel('leave', rooms, Room),
    joined: channel('ack', 'The number that the next batch of the room follows, or why it was refused.', JoinAnswer),
  }
}
