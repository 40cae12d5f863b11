import { UNPLACED, type IncidentPage, type Plant } from '@genba/contracts'

/** What a zone has to do with the incident. */
export type ZoneMark = { at: 'origin' } | { at: 'spread'; n: number } | { at: 'reach'; hops: number } | { at: 'calm' }

export type Box = { x: number; y: number; width: number; height: number }
export type Lane = Box & { network: Plant['networks'][number] }
export type PlacedZone = Box & { zone: Plant['zones'][number] | undefined; id: string; mark: ZoneMark; alerts: number }
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

const ZONE = { width: 134, height: 56 }
const GAP = { x: 16, y: 26 }
const LANE = { pad: 8, title: 24, gap: 30 }
const PER_ROW = 3

/** The information network on top, equipment at the bottom: as a plant draws its levels. */
const LANE_ORDER = ['information', 'production-control', 'equipment'] as const

/** Places networks as lanes, their zones in them and conduits between. Zones of the incident that the plant does not have get no place. */
export function zoneLayout(plant: Plant, { incident, response }: IncidentPage): ZoneLayout {
  const alerts = new Map<string, number>()
  for (const { zone, count } of incident.groups) alerts.set(zone, (alerts.get(zone) ?? 0) + count)
  const lanes: Lane[] = []
  const zones: PlacedZone[] = []
  let y = 0
  for (const network of inOrder(plant.networks)) {
    const members = nearestFirst(plant, network.id)
    const rows = Math.max(1, Math.ceil(members.length / PER_ROW))
    const height = LANE.title + rows * ZONE.height + (rows - 1) * GAP.y + LANE.pad
    lanes.push({ network, x: 0, y, width: laneWidth(), height })
    for (const [index, zone] of members.entries()) {
      const mark = markOf(zone.id, incident.zones, response?.impact?.reach ?? [])
      zones.push({ ...boxAt(index, members.length, y), id: zone.id, zone, mark, alerts: alerts.get(zone.id) ?? 0 })
    }
    y += height + LANE.gap
  }
  const conduits = conduitsOf(plant, incident.spread, zones)
  return { lanes, zones, conduits, width: laneWidth(), height: y - LANE.gap }
}

/** The place of one zone among those of its lane: rows of at most PER_ROW, each in the middle. */
function boxAt(index: number, members: number, laneY: number): Box {
  const row = Math.floor(index / PER_ROW)
  const indent = ((PER_ROW - Math.min(PER_ROW, members - row * PER_ROW)) * (ZONE.width + GAP.x)) / 2
  return {
    ...ZONE,
    x: LANE.pad + indent + (index % PER_ROW) * (ZONE.width + GAP.x),
    y: laneY + LANE.title + row * (ZONE.height + GAP.y),
  }
}

/** Zones with a conduit out of their network stand in the first row, so that few conduits run behind other zones. */
function nearestFirst(plant: Plant, network: string): Plant['zones'] {
  const members = plant.zones.filter((zone) => zone.network === network && zone.id !== UNPLACED)
  const own = new Set(members.map(({ id }) => id))
  const isInner = (id: string): boolean =>
    plant.conduits.some(({ from, to }) => to === id && own.has(from)) &&
    plant.conduits.every(({ from, to }) => (from !== id || own.has(to)) && (to !== id || own.has(from)))
  return [...members.filter(({ id }) => !isInner(id)), ...members.filter(({ id }) => isInner(id))]
}

const laneWidth = (): number => 2 * LANE.pad + PER_ROW * ZONE.width + (PER_ROW - 1) * GAP.x

const inOrder = (networks: Plant['networks']): Plant['networks'] =>
  [...networks].sort((a, b) => LANE_ORDER.indexOf(a.kind) - LANE_ORDER.indexOf(b.kind))

export function markOf(
  zone: string,
  reached: readonly string[],
  reach: readonly { zone: string; hops: number }[],
): ZoneMark {
  const n = reached.indexOf(zone)
  if (n === 0) return { at: 'origin' }
  if (n > 0) return { at: 'spread', n }
  const next = reach.find((candidate) => candidate.zone === zone)
  return next ? { at: 'reach', hops: next.hops } : { at: 'calm' }
}

function conduitsOf(
  plant: Plant,
  spread: IncidentPage['incident']['spread'],
  zones: readonly PlacedZone[],
): PlacedConduit[] {
  const placed = new Map(zones.map((zone) => [zone.id, zone]))
  return plant.conduits.flatMap(({ id, from, to }) => {
    const n = spread.findIndex(({ conduit }) => conduit === id)
    const way =
      n === -1 ? { source: from, target: to } : { source: spread[n]?.from ?? from, target: spread[n]?.zone ?? to }
    const [source, target] = [placed.get(way.source), placed.get(way.target)]
    if (!source || !target) return []
    return [{ id, ...way, ...sides(source, target), spread: n === -1 ? undefined : n + 1 }]
  })
}

/** Neighbours in a row are joined at their sides, all others from below to above. */
function sides(source: Box, target: Box): { sourceSide: Side; targetSide: Side } {
  if (source.y === target.y) {
    return source.x < target.x
      ? { sourceSide: 'right', targetSide: 'left' }
      : { sourceSide: 'left', targetSide: 'right' }
  }
  return source.y < target.y ? { sourceSide: 'bottom', targetSide: 'top' } : { sourceSide: 'top', targetSide: 'bottom' }
}
