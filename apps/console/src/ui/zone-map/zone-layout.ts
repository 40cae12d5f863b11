import { UNPLACED, type Asset, type Plant } from '@genba/contracts'
import type { Picture, ZoneMark } from './picture.js'

export type Box = { x: number; y: number; width: number; height: number }
export type Lane = Box & { network: Plant['networks'][number] }
export type PlacedZone = Box & {
  zone: Plant['zones'][number]
  id: string
  mark: ZoneMark
  alerts: number
  /** Empty unless assets are asked for. */
  assets: { asset: Asset; isHit: boolean }[]
}
export type Side = 'top' | 'bottom' | 'left' | 'right'
export type PlacedConduit = {
  id: string
  source: string
  target: string
  sourceSide: Side
  targetSide: Side
  /** Which spread went this way, counted from 1; undefined when none did. */
  spread: number | undefined
}
export type ZoneLayout = {
  lanes: Lane[]
  zones: PlacedZone[]
  conduits: PlacedConduit[]
  width: number
  height: number
}
/** Where somebody put a zone. */
export type Pins = Readonly<Record<string, { x: number; y: number }>>

const ZONE = { width: 134, height: 56 }
const ASSET_PX = 17
const GAP = { x: 16, y: 26 }
export const LANE = { pad: 8, title: 24, gap: 30 }
const PER_ROW = 3

/** The information network on top, equipment at the bottom: as a plant draws its levels. */
const LANE_ORDER = ['information', 'production-control', 'equipment'] as const

/** Places networks as lanes, their zones in them and conduits between. Zones of the picture that the plant does not have get no place. */
export function zoneLayout(
  plant: Plant,
  picture: Picture,
  { hasAssets = false, pins = {} }: { hasAssets?: boolean; pins?: Pins } = {},
): ZoneLayout {
  const lanes: Lane[] = []
  const zones: PlacedZone[] = []
  let y = 0
  for (const network of inOrder(plant.networks)) {
    let bottom = y + LANE.title
    for (const row of rowsOf(nearestFirst(plant, network.id))) {
      const placed = row.map((zone, index) => {
        const assets = hasAssets ? assetsOf(plant, zone.id, picture) : []
        const box = { ...ZONE, height: ZONE.height + assets.length * ASSET_PX }
        const x = LANE.pad + indentOf(row.length) + index * (ZONE.width + GAP.x)
        const mark = picture.marks.get(zone.id) ?? ({ at: 'calm' } as const)
        return { ...box, x, y: bottom, id: zone.id, zone, mark, alerts: picture.alerts.get(zone.id) ?? 0, assets }
      })
      zones.push(...placed.map((zone) => ({ ...zone, ...pins[zone.id] })))
      bottom += Math.max(...placed.map(({ height }) => height)) + GAP.y
    }
    const height = Math.max(bottom - GAP.y, y + LANE.title + ZONE.height) - y + LANE.pad
    lanes.push({ network, x: 0, y, width: LANE_WIDTH, height })
    y += height + LANE.gap
  }
  return { lanes, zones, conduits: conduitsOf(plant, picture, zones), width: LANE_WIDTH, height: y - LANE.gap }
}

const LANE_WIDTH = 2 * LANE.pad + PER_ROW * ZONE.width + (PER_ROW - 1) * GAP.x

/** Rows of at most PER_ROW, each in the middle of its lane. */
function rowsOf(zones: Plant['zones']): Plant['zones'][] {
  return Array.from({ length: Math.ceil(zones.length / PER_ROW) }, (_, row) =>
    zones.slice(row * PER_ROW, (row + 1) * PER_ROW),
  )
}
const indentOf = (members: number): number => ((PER_ROW - members) * (ZONE.width + GAP.x)) / 2

const assetsOf = (plant: Plant, zone: string, picture: Picture): PlacedZone['assets'] =>
  plant.assets.filter((asset) => asset.zone === zone).map((asset) => ({ asset, isHit: picture.assets.has(asset.id) }))

/** Zones with a conduit out of their network stand in the first row, so that few conduits run behind other zones. */
function nearestFirst(plant: Plant, network: string): Plant['zones'] {
  const members = plant.zones.filter((zone) => zone.network === network && zone.id !== UNPLACED)
  const own = new Set(members.map(({ id }) => id))
  const isInner = (id: string): boolean =>
    plant.conduits.some(({ from, to }) => to === id && own.has(from)) &&
    plant.conduits.every(({ from, to }) => (from !== id || own.has(to)) && (to !== id || own.has(from)))
  return [...members.filter(({ id }) => !isInner(id)), ...members.filter(({ id }) => isInner(id))]
}

const inOrder = (networks: Plant['networks']): Plant['networks'] =>
  [...networks].sort((a, b) => LANE_ORDER.indexOf(a.kind) - LANE_ORDER.indexOf(b.kind))

function conduitsOf(plant: Plant, { spread }: Picture, zones: readonly PlacedZone[]): PlacedConduit[] {
  const placed = new Map(zones.map((zone) => [zone.id, zone]))
  return plant.conduits.flatMap(({ id, from, to }) => {
    const n = spread.findIndex(({ conduit }) => conduit === id)
    const went = spread[n]
    const way = went ? { source: went.from, target: went.zone } : { source: from, target: to }
    const [source, target] = [placed.get(way.source), placed.get(way.target)]
    if (!source || !target) return []
    return [{ id, ...way, ...sides(source, target), spread: went ? n + 1 : undefined }]
  })
}

/** Neighbours in a row are joined at their sides, all others from below to above. */
function sides(source: Box, target: Box): { sourceSide: Side; targetSide: Side } {
  if (overlaps(source, target)) {
    return source.x < target.x
      ? { sourceSide: 'right', targetSide: 'left' }
      : { sourceSide: 'left', targetSide: 'right' }
  }
  return source.y < target.y ? { sourceSide: 'bottom', targetSide: 'top' } : { sourceSide: 'top', targetSide: 'bottom' }
}

const overlaps = (a: Box, b: Box): boolean => a.y < b.y + b.height && b.y < a.y + a.height
