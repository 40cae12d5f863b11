import { AlarmVerdict, type AlarmFold, type AlarmPosition } from '@genba/contracts'
import { readTally } from './account.js'
import type { Alarms } from './alarms.js'
import type { FoldGroup } from './fold.js'
import { floodLines } from './position.js'
import { sampleText } from './sample.js'
import { noVerdicts, type VerdictCounts } from './verdict.js'
import { findZone, positionAt, positionName, zonesAt, type Place, type Zone } from './zones.js'

/**
 * The positions whose documents are behind, at most `max`, zone after zone in turn, so that those that change all the time leave the others
 * their place; they count as written once taken, unless `markPosition` gives one back.
 */
export function takePositions(alarms: Alarms, max: number): AlarmPosition[] {
  const { zones } = alarms
  const taken: AlarmPosition[] = []
  const all = [...zones.byNumber.values()]
  const next = all.findIndex(({ number }) => number > zones.writtenUpTo)
  for (const zone of next < 0 ? all : [...all.slice(next), ...all.slice(0, next)]) {
    if (!zone.isChanged) continue
    if (taken.length === max) break
    zones.writtenUpTo = zone.number
    for (const each of zonesAt(zones, zone)) each.isChanged = false
    // Another partition tells of the position where the zone went.
    if (zone.isHome) taken.push(readPosition(alarms, zone))
  }
  return taken
}

/** Whether this partition is where the zone's alerts come in; also of a zone that nobody knows here. */
export const isAtHome = (alarms: Alarms, place: Place): boolean => findZone(alarms.zones, place)?.isHome ?? true

export function markPosition(alarms: Alarms, { id, plant }: Pick<AlarmPosition, 'id' | 'plant'>): void {
  for (const zone of alarms.zones.byPlant.get(plant)?.values() ?? [])
    if (positionName(zone) === id) zone.isChanged = true
}

/** The operator position of a zone, its own or that of its desk, as its document shows it. */
export function readPosition(alarms: Alarms, zone: Zone): AlarmPosition {
  const { plant, drill, desk } = zone
  const position = positionAt(alarms.zones, zone)
  const lines = position && floodLines(position)
  const zones = new Map(zonesAt(alarms.zones, zone).map((each) => [each.number, each]))
  return {
    v: 1,
    id: positionName(zone),
    plant,
    ...(desk === undefined
      ? { zone: zone.zone }
      : { desk, zones: [...zones.values()].map((each) => each.zone).sort() }),
    ...(drill === undefined ? {} : { drill }),
    counts: sumOf([...zones.values()].map(({ counts }) => counts)),
    hidden: [...alarms.tallies.byNumber.values()].flatMap((tally) => {
      const hiding = zones.get(tally.zone)
      return hiding && tally.alerts > 0 ? [{ ...readTally(alarms, tally), zone: hiding.zone }] : []
    }),
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

const sumOf = (all: readonly VerdictCounts[]): VerdictCounts => {
  const sum = noVerdicts()
  for (const counts of all) for (const is of AlarmVerdict.options) sum[is] += counts[is]
  return sum
}

const readFold = ({ partition }: Alarms, { samples, ...group }: FoldGroup): AlarmFold => ({
  ...group,
  samples: samples.map((sample) => sampleText(partition, sample)),
})
