import { AlarmVerdict, type HiddenAlerts } from '@genba/contracts'
import type { Alarms, Gone } from './alarms.js'
import { COUNT } from './rows.js'
import type { FoldBy, FoldGroup } from './fold.js'
import { floodLines, type PastFlood } from './position.js'
import { sampleText } from './sample.js'
import { liveCount, liveRows } from './table.js'
import type { Tally } from './tally.js'
import type { VerdictCounts } from './verdict.js'
import { positionsOf } from './zones.js'

export type FloodNow = { position: string; from: number; alarms: number; by: FoldBy; groups: FoldGroup[] }

export type Account = {
  counts: VerdictCounts
  /** Rows, and the alerts that they count. With forgotten, evicted and unmatched they are all alerts that ever came. */
  standing: Gone
  forgotten: Gone
  evicted: Gone & { unseen: number }
  unmatched: number
  hidden: HiddenAlerts[]
  floods: FloodNow[]
  pastFloods: (PastFlood & { position: string })[]
}

/** Where every alert went: nothing is dropped in silence. Walks the table; for a report, not for each alert. */
export function account(alarms: Alarms): Account {
  const { real } = alarms.table.rows
  let alerts = 0
  for (const row of liveRows(alarms.table)) alerts += real[row + COUNT]!
  const zones = [...alarms.zones.byNumber.values()]
  const positions = positionsOf(alarms.zones)
  const counts = { ...alarms.countsBefore }
  for (const zone of zones) for (const is of AlarmVerdict.options) counts[is] += zone.counts[is]
  return {
    counts,
    standing: { rows: liveCount(alarms.table), alerts },
    forgotten: { ...alarms.forgotten },
    evicted: { ...alarms.evicted },
    unmatched: alarms.unmatched,
    hidden: [...alarms.tallies.byNumber.values()].map((tally) => readTally(alarms, tally)),
    floods: positions.flatMap(([position, at]) => {
      const { flood } = at
      const lines = floodLines(at)
      return flood.at === 'flooding' && lines ? [{ position, from: flood.from, alarms: flood.alarms, ...lines }] : []
    }),
    pastFloods: positions.flatMap(([position, { floods }]) => floods.map((flood) => ({ position, ...flood }))),
  }
}

export const readTally = (
  { partition }: Alarms,
  { kind, id, alerts, full, firstAt, lastAt, samples }: Tally,
): HiddenAlerts => ({
  ...{ kind, id, alerts, full, firstAt, lastAt },
  samples: [...samples].sort((a, b) => a - b).map((sample) => sampleText(partition, sample)),
})
