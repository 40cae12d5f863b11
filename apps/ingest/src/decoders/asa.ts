import { isIP } from 'node:net'
import type { Endpoint } from '@genba/contracts'
import { serverSide } from './server-side.js'

/** A Cisco ASA (PIX, FWSM, FTD) message: its level, its number, its text and whose traffic it speaks of. */
export type Asa = { level: number; id: string; text: string; src?: Endpoint; dst?: Endpoint; protocol?: string }

const MESSAGE = /%(?:ASA|FTD|PIX|FWSM)-(?:[a-z]+-)?([0-7])-(\d{6}): ?/i
const FROM = /\b(?:src|from|for|faddr|IP =)\s+(?:IP\s+|laddr\s+|faddr\s+)?([^\s,()]+)/g
const TO = /\b(?:dst|to|local-host)\s+([^\s,()]+)/g
const LOCAL = /\bladdr\s+([^\s,()]+)/g
const PROTOCOL = /\b(tcp|udp|icmp)\b/i
const ENDS_MAX = 8

/** The ASA message in a syslog message, or undefined. */
export function readAsa(message: string): Asa | undefined {
  const found = MESSAGE.exec(message)
  if (!found) return undefined
  const text = message.slice(found.index + found[0].length)
  const protocol = PROTOCOL.exec(text)?.[1]?.toLowerCase()
  return { level: Number(found[1]), id: found[2]!, text, ...endsOf(text), ...(protocol ? { protocol } : {}) }
}

/**
 * Who opened it goes to `src`. "Built outbound … for A to B" names the target first; a teardown does not say who opened the connection,
 * so that the side with the service's port is the target.
 */
function endsOf(text: string): { src?: Endpoint; dst?: Endpoint } {
  const first = firstAddress(text, FROM)
  const second = firstAddress(text, TO) ?? firstAddress(text, LOCAL)
  const isSwapped =
    /^Built outbound/.test(text) ||
    (/^Teardown (?:TCP|UDP)/.test(text) && serverSide(first?.port, second?.port, 'second') === 'first')
  const [src, dst] = isSwapped ? [second, first] : [first, second]
  return { ...(src ? { src } : {}), ...(dst ? { dst } : {}) }
}

/** The first of the places that a pattern finds which is an address: "Failed to locate … to 172.18.106.2/161" has two "to". */
function firstAddress(text: string, pattern: RegExp): Endpoint | undefined {
  let tried = 0
  for (const [, token] of text.matchAll(pattern)) {
    const address = readAddress(token!)
    if (address) return address
    if (++tried >= ENDS_MAX) return undefined
  }
  return undefined
}

/** `10.0.0.1`, `inside:10.0.0.1/443`, `10.0.0.1:443`. */
function readAddress(token: string): Endpoint | undefined {
  const [, place, slashPort] = /^(.*?)(?:\/(\d{1,5}))?$/.exec(token)!
  const bare = place!.replace(/[[\]]/g, '')
  const colon = bare.indexOf(':')
  if (isIP(bare)) return endpoint(bare, slashPort)
  if (colon < 0) return undefined
  if (isIP(bare.slice(colon + 1))) return endpoint(bare.slice(colon + 1), slashPort)
  return isIP(bare.slice(0, colon)) ? endpoint(bare.slice(0, colon), bare.slice(colon + 1)) : undefined
}

function endpoint(ip: string, portText: string | undefined): Endpoint {
  const port = Number(portText)
  return portText !== undefined && Number.isInteger(port) && port > 0 && port <= 65535 ? { ip, port } : { ip }
}
