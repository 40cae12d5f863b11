import type { Chance } from './chance.js'
import type { Host } from './scenario.js'
import type { Service } from './services.js'
import { spanText, syslogTime } from './time-text.js'

const FIREWALL = '10.10.20.1'
/** local4, severity informational: how an ASA ships to a syslog server by default. */
const PRIORITY = 166

type Connection = { built: (at: number) => string; ended: (at: number) => string; lastedMs: number }

/** A connection through the plant's firewall as Cisco ASA logs it: one line when it was built, one when it was torn down. */
export function firewallConnection(link: { from: Host; to: Host; service: Service }, chance: Chance): Connection {
  const { from, to, service } = link
  const udp = service.proto === 'UDP'
  const serial = chance.whole(488_000_000, 489_999_999)
  const client = `${from.ip}/${chance.whole(49152, 65535)}`
  const server = `${to.ip}/${service.port}`
  const lastedMs = chance.whole(300, udp ? 3000 : 12_000)
  const bytes = chance.whole(180, udp ? 900 : 48_000)
  return {
    built: (at) =>
      line(
        at,
        `${udp ? 302015 : 302013}: Built inbound ${service.proto} connection ${serial} for ` +
          `${from.zone}:${client} (${client}) to ${to.zone}:${server} (${server})`,
      ),
    ended: (at) =>
      line(
        at,
        `${udp ? 302016 : 302014}: Teardown ${service.proto} connection ${serial} for ` +
          `${from.zone}:${client} to ${to.zone}:${server} duration ${spanText(lastedMs)} bytes ${bytes}${udp ? '' : ' TCP FINs'}`,
      ),
    lastedMs,
  }
}

const line = (at: number, text: string) => `<${PRIORITY}>${syslogTime(at)} ${FIREWALL} %ASA-6-${text}`
