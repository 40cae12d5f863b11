import type { Plant } from '@genba/contracts'
import { leading, macKey, prefix, type Prefix } from './address.js'

/** Where an address belongs: the zone, and the asset when one claims the address. */
export type Place = { readonly zone: string; readonly asset?: string }

/** `place` answers for one address; `evicted` counts answers that the bounded cache forgot. */
export type PlaceIndex = { place: (address: string) => Place | undefined; evicted: () => number }

/** Addresses whose answer is remembered. 65,536 is a /16 of talkers at about 100 bytes each; beyond it the older half is forgotten. */
export const PLACE_CACHE_MAX = 65_536
/** Longer texts are no address; they are answered without being remembered, so that a sender can't fill memory with them. */
const ADDRESS_MAX_CHARS = 64

/**
 * Places an address in the plant: the asset with that very address or MAC, then the longest network of any asset or zone;
 * where an asset and a zone claim the same network the asset wins (IEC 62443-3-2 zones, guideline 3.1.6). IPv4 and IPv6.
 */
export function placeIndex(plant: Plant): PlaceIndex {
  const macs = new Map<string, Place>()
  const networks: Networks = { 4: new Map(), 6: new Map() }
  for (const zone of plant.zones) for (const address of zone.addresses) claim(address, { zone: zone.id })
  for (const { id, zone, addresses } of plant.assets)
    for (const address of addresses) claim(address, { zone, asset: id })
  const lengths = { 4: longestFirst(networks[4]), 6: longestFirst(networks[6]) }

  let recent = new Map<string, Place | undefined>()
  let older = new Map<string, Place | undefined>()
  let evicted = 0
  return { place, evicted: () => evicted }

  function claim(address: string, place: Place): void {
    const mac = macKey(address)
    if (mac !== undefined) return void macs.set(mac, place)
    const network = prefix(address)
    if (!network)
      throw new Error(`plant "${plant.id}": "${address}" is no address; read the plant with readPlant first`)
    const ofLength = networks[network.family].get(network.bits) ?? new Map<bigint, Place>()
    networks[network.family].set(network.bits, ofLength.set(network.value, place))
  }

  function place(address: string): Place | undefined {
    if (address.length > ADDRESS_MAX_CHARS) return undefined
    const known = recent.get(address)
    if (known !== undefined || recent.has(address)) return known
    const found = older.has(address) ? older.get(address) : look(address)
    // Two generations: what was asked for lately moves over, the rest goes at once, and no list has to be kept in order.
    if (recent.size >= PLACE_CACHE_MAX / 2) {
      evicted += older.size
      older = recent
      recent = new Map()
    }
    recent.set(address, found)
    return found
  }

  function look(address: string): Place | undefined {
    const mac = macKey(address)
    if (mac !== undefined) return macs.get(mac)
    const wanted = prefix(address)
    if (!wanted) return undefined
    for (const bits of lengths[wanted.family]) {
      if (bits > wanted.bits) continue
      const found = networks[wanted.family].get(bits)!.get(leading(wanted, bits))
      if (found) return found
    }
    return undefined
  }
}

type Networks = Record<Prefix['family'], Map<number, Map<bigint, Place>>>

const longestFirst = (networks: Map<number, unknown>): number[] => [...networks.keys()].sort((a, b) => b - a)
