import type { AlarmFold, AlarmPosition } from '@genba/contracts'
import { readTally } from './account.js'
import type { Alarms } from './alarms.js'
import type { FoldGroup } from './fold.js'
import { floodLines } from './position.js'
import { sampleText } from './sample.js'
import { findZone, placeOfZone, type Place, type Zone } from './zones.js'

/** The positions whose documents are behind, at most `max`; they count as written once taken, unless `markPosition` gives one back. */
export function takePositions(alarms: Alarms, max: number): AlarmPosition[] {
  const taken: AlarmPosition[] = []
  for (const zone of alarms.zones.byNumber.values()) {
    if (!zone.isChanged) continue
    if (taken.length === max) break
    zone.isChanged = false
    taken.push(readPosition(alarms, zone))
  }
  return taken
}

export function markPosition(alarms: Alarms, place: Place): void {
  const zone = findZone(alarms.zones, place)
  if (zone) zone.isChanged = true
}

/** The zone's operator position as its document shows it. */
export function readPosition(alarms: Alarms, zone: Zone): AlarmPosition {
  const { plant, drill, position } = zone
  const lines = position && floodLines(position)
  return {
    v: 1,
    id: placeOfZone(zone),
    plant,
    zone: zone.zone,
    ...(drill === undefined ? {} : { drill }),
    counts: { ...zone.counts },
    hidden: [...alarms.tallies.byNumber.values()]
      .filter((tally) => tally.zone === zone.number && tally.alerts > 0)
      .map((tally) => readTally(alarms, tally)),
    flood:
      position?.flood.at === 'flooding' && lines
        ? {
            at: 'flooding',
            from: position.flood.from,
            alarms: position.flood.alarms,
            by: lines.by,
            groups: lines.groups.map((group) => readFold(alarms, group)),
          }
        : { at: 'quiet' },
    floods: (position?.floods ?? []).map(({ groups, ...flood }) => ({
      ...flood,
      groups: groups.map((group) => readFold(alarms, group)),
    })),
    floodsTotal: position?.floodsTotal ?? 0,
    periods: [...(position?.periods ?? [])],
    newest: (position?.times ?? []).filter((at) => at >= 0),
  }
}

const readFold = ({ partition }: Alarms, { samples, ...group }: FoldGroup): AlarmFold => ({
  ...group,
  samples: samples.map((sample) => sampleText(partition, sample)),
})
