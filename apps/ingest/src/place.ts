import { UNPLACED, type Endpoint, type Plant } from '@genba/contracts'
import { placeIndex, spell, type PlaceIndex } from '@genba/plant'
import type { AlertDraft, Rejected } from './decoders/decoded.js'
import { zoneOffset } from './time/zone-offset.js'

/** What ingest must know of a plant, worked out once per version of the plant. */
export type Site = {
  plant: string
  zones: ReadonlySet<string>
  zoneOfAsset: ReadonlyMap<string, string>
  index: PlaceIndex
  offsetMs: (at: number) => number
}

export type Placed = { is: 'placed'; zone: string; asset?: string; src?: Endpoint; dst?: Endpoint }

export const siteOf = (plant: Plant): Site => ({
  plant: plant.id,
  zones: new Set(plant.zones.map((zone) => zone.id)),
  zoneOfAsset: new Map(plant.assets.map((asset) => [asset.id, asset.zone])),
  index: placeIndex(plant),
  offsetMs: zoneOffset(plant.timeZone),
})

type Wanted = Pick<AlertDraft, 'src' | 'dst' | 'reporters' | 'zone' | 'asset'>

/**
 * Where an alert belongs: what the sender names, else the target of the traffic, else its origin, else the device that reported it,
 * else the source's default zone. What nobody can place goes to UNPLACED, where it is seen.
 */
export function place(site: Site, wanted: Wanted, defaultZone: string | undefined): Placed | Rejected {
  const src = wanted.src && locate(site, wanted.src)
  const dst = wanted.dst && locate(site, wanted.dst)
  const placed =
    wanted.zone === undefined && wanted.asset === undefined
      ? placeFound(site, src, dst, wanted.reporters, defaultZone)
      : placeNamed(site, wanted.zone, wanted.asset, dst ?? src)
  if (placed.is === 'rejected') return placed
  if (src) placed.src = src
  if (dst) placed.dst = dst
  return placed
}

function placeFound(
  site: Site,
  src: Endpoint | undefined,
  dst: Endpoint | undefined,
  reporters: Wanted['reporters'],
  defaultZone: string | undefined,
): Placed {
  const found = dst?.zone !== undefined ? dst : src?.zone !== undefined ? src : reporterPlace(site, reporters)
  if (found?.zone === undefined)
    return { is: 'placed', zone: defaultZone !== undefined && site.zones.has(defaultZone) ? defaultZone : UNPLACED }
  return found.asset === undefined
    ? { is: 'placed', zone: found.zone }
    : { is: 'placed', zone: found.zone, asset: found.asset }
}

function placeNamed(
  site: Site,
  zone: string | undefined,
  asset: string | undefined,
  end: Endpoint | undefined,
): Placed | Rejected {
  if (zone !== undefined && !site.zones.has(zone))
    return { is: 'rejected', field: 'zone', reason: `plant "${site.plant}" has no zone "${zone}"` }
  if (asset === undefined)
    return {
      is: 'placed',
      zone: zone!,
      ...(end?.zone === zone && end?.asset !== undefined ? { asset: end.asset } : {}),
    }
  const home = site.zoneOfAsset.get(asset)
  if (home === undefined)
    return { is: 'rejected', field: 'asset', reason: `plant "${site.plant}" has no asset "${asset}"` }
  if (zone !== undefined && zone !== home)
    return { is: 'rejected', field: 'asset', reason: `asset "${asset}" is in zone "${home}", not in "${zone}"` }
  return { is: 'placed', zone: home, asset }
}

/** The end with its asset and zone. An asset known by either address counts more than a zone. */
function locate(site: Site, { ip, port, mac }: Endpoint): Endpoint {
  const end: Endpoint = {}
  if (ip !== undefined) end.ip = spell(ip)
  if (port !== undefined) end.port = port
  if (mac !== undefined) end.mac = spell(mac)
  const byIp = end.ip === undefined ? undefined : site.index.place(end.ip)
  const found = byIp?.asset === undefined && end.mac !== undefined ? (site.index.place(end.mac) ?? byIp) : byIp
  if (found?.asset !== undefined) end.asset = found.asset
  if (found) end.zone = found.zone
  return end
}

function reporterPlace(site: Site, reporters: Wanted['reporters']) {
  for (const reporter of reporters ?? []) {
    const found = reporter === undefined ? undefined : site.index.place(reporter)
    if (found) return found
  }
  return undefined
}
