import ipaddr from 'ipaddr.js'

/** A network as the plant's table stores it: the family, how many leading bits count, and those bits. */
export type Prefix = { family: 4 | 6; bits: number; value: bigint }

const MAC_TEXT_MAX_CHARS = 17
const BITS = { 4: 32, 6: 128 } as const

/**
 * The one spelling of a MAC address (12 hex digits) from `00:80:F4…`, `00-80-f4…` or `0080.f40e.10fc`; undefined for anything else.
 */
export function macKey(text: string): string | undefined {
  if (text.length < 12 || text.length > MAC_TEXT_MAX_CHARS) return undefined
  const digits = text.replace(/[:.-]/g, '').toLowerCase()
  return digits.length === 12 && /^[0-9a-f]{12}$/.test(digits) && !/^\d{1,3}(\.\d{1,3}){3}$/.test(text)
    ? digits
    : undefined
}

/** An IPv4 or IPv6 address or network; IPv4 inside IPv6 counts as IPv4, an interface scope (`%eth0`) does not count. */
export function prefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/')
  const plain = (slash < 0 ? text : text.slice(0, slash)).replace(/%.*$/, '')
  // Before Node's own rules: ipaddr.js also reads `10` or `0x7f.1`, which no sensor means as an address.
  if (!plain.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(plain)) return undefined
  if (!ipaddr.isValid(plain)) return undefined
  const given = ipaddr.parse(plain)
  const isMapped = given.kind() === 'ipv6' && (given as ipaddr.IPv6).isIPv4MappedAddress()
  const address = isMapped ? (given as ipaddr.IPv6).toIPv4Address() : given
  const family = address.kind() === 'ipv4' ? 4 : 6
  const length = slash < 0 ? BITS[family] : Number(text.slice(slash + 1)) - (isMapped ? 96 : 0)
  if (!Number.isInteger(length) || length < 0 || length > BITS[family]) return undefined
  const value = address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  return { family, bits: length, value: value >> BigInt(BITS[family] - length) }
}

/** Equal for two spellings of the same address, network or MAC address. */
export function addressKey(text: string): string | undefined {
  const mac = macKey(text)
  if (mac !== undefined) return `mac ${mac}`
  const network = prefix(text)
  return network && `${network.family} ${network.bits} ${network.value}`
}

/** The leading `bits` of a full address, to look it up among networks of that length. */
export const leading = (address: Prefix, bits: number): bigint => address.value >> BigInt(address.bits - bits)

/** The usual spelling of an address, so that one host is one host whoever reports it: IPv6 compressed, MAC in lower case with colons. */
export function spell(address: string): string {
  const mac = macKey(address)
  if (mac !== undefined) return mac.match(/../g)!.join(':')
  if (!address.includes(':')) return address
  const plain = address.replace(/%.*$/, '')
  return ipaddr.isValid(plain) ? ipaddr.process(plain).toString() : address
}
