import type { Chance } from './chance.js'
import type { Host } from './scenario.js'
import type { Service } from './services.js'
import type { Signature } from './signatures.js'
import { eveTime } from './time-text.js'

export type Link = { from: Host; to: Host; service: Service }

/** One conversation as Suricata follows it. Counters grow as records are drawn from it; `ageMs` is how old it was at offset 0. */
export type Flow = Link & {
  id: number
  communityId: string
  port: number
  startMs: number
  toServer: { pkts: number; bytes: number }
  toClient: { pkts: number; bytes: number }
  transactions: number
}

type EveRecord = Record<string, unknown>
/** Renders a record once its wall time is known: chance is spent when it is drawn, so pace changes no other value. */
export type Draw = (at: number) => EveRecord

/** Starts a flow at `startMs` of the scenario (negative: it was there before). */
export function openFlow(link: Link, startMs: number, chance: Chance): Flow {
  const handshake = link.service.proto === 'TCP' ? { to: 2, back: 1 } : { to: 1, back: 0 }
  return {
    ...link,
    id: chance.whole(1_000_000_000_000, 2_251_799_813_685_247),
    communityId: communityId(chance),
    port: chance.whole(49152, 65535),
    startMs,
    toServer: { pkts: handshake.to, bytes: handshake.to * 66 },
    toClient: { pkts: handshake.back, bytes: handshake.back * 66 },
    transactions: 0,
  }
}

/** An alert on a packet to the server. */
export function drawAlert(flow: Flow, name: string, signature: Signature, offsetMs: number, chance: Chance): Draw {
  exchange(flow, chance)
  const { id, rev, category, severity } = signature
  const seen = counters(flow)
  const micros = chance.whole(0, 999)
  const tx = flow.service.app === undefined ? {} : { tx_id: flow.transactions }
  return (at) => ({
    ...head(flow, 'alert', at, micros),
    ...tx,
    alert: { action: 'allowed', gid: 1, signature_id: id, rev, signature: name, category, severity },
    ...app(flow),
    direction: 'to_server',
    flow: { ...seen, start: started(flow, at, offsetMs), ...ends(flow, 'flow') },
  })
}

const CLOSED_TCP = {
  tcp_flags: '1b',
  tcp_flags_ts: '1b',
  tcp_flags_tc: '1b',
  syn: true,
  fin: true,
  psh: true,
  ack: true,
  state: 'closed',
}

/** A finished conversation. */
export function drawFlowEnd(flow: Flow, offsetMs: number, chance: Chance): Draw {
  for (let i = chance.whole(2, 30); i > 0; i--) exchange(flow, chance)
  const seen = counters(flow)
  const tcp = flow.service.proto === 'TCP'
  const micros = chance.whole(0, 999)
  return (at) => ({
    ...head(flow, 'flow', at, micros),
    ...app(flow),
    flow: {
      ...seen,
      start: started(flow, at, offsetMs),
      end: eveTime(at, micros),
      age: Math.floor((offsetMs - flow.startMs) / 1000),
      state: tcp ? 'closed' : 'established',
      reason: 'timeout',
      alerted: false,
    },
    ...(tcp ? { tcp: CLOSED_TCP } : {}),
  })
}

const READ_HOLDING_REGISTERS = {
  protocol_id: 0,
  unit_id: 1,
  function_raw: 3,
  function_code: 'RdHoldRegs',
  access_type: 'READ | HOLDING',
  category: 'PUBLIC_ASSIGNED',
  error_flags: 'NONE',
}

/** A read of holding registers and its answer, as Suricata 7 logs a Modbus transaction. */
export function drawPoll(flow: Flow, chance: Chance): Draw {
  exchange(flow, chance)
  const transaction = flow.transactions
  const quantity = chance.whole(2, 12)
  const common = { transaction_id: transaction, ...READ_HOLDING_REGISTERS }
  const micros = chance.whole(0, 999)
  const address = chance.pick([0, 64, 128, 4096])
  return (at) => ({
    ...head(flow, 'modbus', at, micros),
    tx_id: transaction,
    modbus: {
      id: transaction,
      request: { ...common, read: { address, quantity } },
      response: common,
    },
  })
}

const ANOMALIES = [
  { type: 'stream', event: 'stream.pkt_invalid_timestamp' },
  { type: 'stream', event: 'stream.est_packet_out_of_window' },
  { type: 'applayer', event: 'APPLAYER_DETECT_PROTOCOL_ONLY_ONE_DIRECTION', layer: 'proto_detect' },
] as const

/** Something odd but harmless that the engine saw in a conversation. */
export function drawAnomaly(flow: Flow, chance: Chance): Draw {
  exchange(flow, chance)
  const micros = chance.whole(0, 999)
  const anomaly = chance.pick(ANOMALIES)
  return (at) => ({ ...head(flow, 'anomaly', at, micros), anomaly: { ...app(flow), ...anomaly } })
}

/** A request and its answer pass; sizes as small industrial frames have them. */
function exchange(flow: Flow, chance: Chance): void {
  flow.toServer.pkts += 1
  flow.toServer.bytes += chance.whole(60, 78)
  flow.toClient.pkts += 1
  flow.toClient.bytes += chance.whole(62, 120)
  flow.transactions += 1
}

const head = (flow: Flow, type: string, at: number, micros: number) => ({
  timestamp: eveTime(at, micros),
  flow_id: flow.id,
  in_iface: 'span0',
  event_type: type,
  ...ends(flow, 'record'),
  proto: flow.service.proto,
  ...(type === 'flow' ? {} : { pkt_src: 'wire/pcap' }),
  community_id: flow.communityId,
  host: `ids-${flow.to.zone}`,
})

const ends = (flow: Flow, part: 'record' | 'flow') =>
  part === 'record'
    ? { src_ip: flow.from.ip, src_port: flow.port, dest_ip: flow.to.ip, dest_port: flow.service.port }
    : { src_ip: flow.from.ip, dest_ip: flow.to.ip, src_port: flow.port, dest_port: flow.service.port }

const counters = (flow: Flow) => ({
  pkts_toserver: flow.toServer.pkts,
  pkts_toclient: flow.toClient.pkts,
  bytes_toserver: flow.toServer.bytes,
  bytes_toclient: flow.toClient.bytes,
})

const app = (flow: Flow) => (flow.service.app === undefined ? {} : { app_proto: flow.service.app })
const started = (flow: Flow, at: number, offsetMs: number) => eveTime(at - (offsetMs - flow.startMs), flow.id % 1000)

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** 20 bytes end on two spare bits, so a real hash's last character is one of these. */
const BASE64_LAST = 'AEIMQUYcgkosw048'

/** Shaped as a Community ID v1 (a SHA-1 in base64), but drawn: hashes need a runtime that a pure lib has not. */
function communityId(chance: Chance): string {
  const body = Array.from({ length: 26 }, () => BASE64[chance.whole(0, 63)]).join('')
  return `1:${body}${BASE64_LAST[chance.whole(0, 15)]}=`
}
