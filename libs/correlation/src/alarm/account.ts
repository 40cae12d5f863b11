import type { CoverKind, StandingAlarm } from '@genba/contracts'
import type { Alarms, Gone, VerdictKind } from './alarms.js'
import { COUNT, DIRTY, FLAGS } from './rows.js'
import type { FoldBy, FoldGroup } from './fold.js'
import { floodLines, type PastFlood } from './position.js'
import { readAlarm } from './read-alarm.js'
import { sampleText } from './sample.js'
import { isLive, liveCount, liveRows } from './table.js'

/** What one suppressor hid, and where its newest alerts are in alert.v1 (`partition:offset`). */
export type Hidden = {
  kind: CoverKind
  id: string
  alerts: number
  full: number
  firstAt: number
  lastAt: number
  samples: string[]
}
export type FloodNow = { position: string; from: number; alarms: number; by: FoldBy; groups: FoldGroup[] }

export type Account = {
  counts: Record<VerdictKind, number>
  /** Rows, and the alerts that they count. With forgotten, evicted and unmatched they are all alerts that ever came. */
  standing: Gone
  forgotten: Gone
  evicted: Gone & { unseen: number }
  unmatched: number
  hidden: Hidden[]
  floods: FloodNow[]
  pastFloods: PastFlood[]
}

/** Where every alert went: nothing is dropped in silence. Walks the table; for a report, not for each alert. */
export function account(alarms: Alarms): Account {
  const { real } = alarms.table.rows
  let alerts = 0
  for (const row of liveRows(alarms.table)) alerts += real[row + COUNT]!
  const positions = [...alarms.positions.values()]
  return {
    counts: { ...alarms.counts },
    standing: { rows: liveCount(alarms.table), alerts },
    forgotten: { ...alarms.forgotten },
    evicted: { ...alarms.evicted },
    unmatched: alarms.unmatched,
    hidden: [...alarms.tallies.byNumber.values()].map(({ kind, id, alerts, full, firstAt, lastAt, samples }) => ({
      kind,
      id,
      alerts,
      full,
      firstAt,
      lastAt,
      samples: [...samples].sort((a, b) => a - b).map(sampleText),
    })),
    floods: positions.flatMap((position) => {
      const lines = floodLines(position)
      return position.flood.at === 'flooding' && lines
        ? [{ position: position.id, from: position.flood.from, alarms: position.flood.alarms, ...lines }]
        : []
    }),
    pastFloods: positions.flatMap((position) => position.floods),
  }
}

/** The alarms whose documents are behind, oldest change first, at most `max`; they count as written once taken. */
export function takeChanged(alarms: Alarms, max: number): StandingAlarm[] {
  const { whole } = alarms.table.rows
  const taken: StandingAlarm[] = []
  let read = 0
  for (; read < alarms.dirty.length && taken.length < max; read++) {
    const row = alarms.dirty[read]!
    if (!isLive(alarms.table, row) || !(whole[row * 2 + FLAGS]! & DIRTY)) continue
    whole[row * 2 + FLAGS]! &= ~DIRTY
    taken.push(readAlarm(alarms, row))
  }
  alarms.dirty = alarms.dirty.slice(read)
  return taken
}
