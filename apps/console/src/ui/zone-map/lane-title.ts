import type { Box, Lane, ZoneLayout } from './zone-layout.js'

/** Room for the longest name in either language at the title's size. */
const TITLE = { width: 166, height: 20, inset: 3 }
/** A conduit that passes so near would touch the name. */
const CLEAR = 6

export type LaneTitle = Box & { align: 'left' | 'center' | 'right' }

/** Where a lane's name stands free of the conduits that come in through its upper edge: left, else in the middle, else right. */
export function laneTitle(lane: Lane, { zones, conduits }: Pick<ZoneLayout, 'zones' | 'conduits'>): LaneTitle {
  const ends = conduits.flatMap(({ source, target, sourceSide, targetSide }) => [
    ...(sourceSide === 'top' ? [source] : []),
    ...(targetSide === 'top' ? [target] : []),
  ])
  const firstRowY = Math.min(...zones.filter(({ zone }) => zone?.network === lane.network.id).map(({ y }) => y))
  const crossings = zones
    .filter(({ id, zone, y }) => zone?.network === lane.network.id && y === firstRowY && ends.includes(id))
    .map(({ x, width }) => x + width / 2)
  const isFree = ({ x, width }: Box): boolean =>
    crossings.every((crossing) => crossing < x - CLEAR || crossing > x + width + CLEAR)
  const places = placesIn(lane)
  return places.find(isFree) ?? places[0]
}

function placesIn({ x, y, width }: Lane): [LaneTitle, LaneTitle, LaneTitle] {
  const box = { y: y + TITLE.inset, width: TITLE.width, height: TITLE.height }
  return [
    { ...box, x: x + TITLE.inset, align: 'left' },
    { ...box, x: x + (width - TITLE.width) / 2, align: 'center' },
    { ...box, x: x + width - TITLE.width - TITLE.inset, align: 'right' },
  ]
}
