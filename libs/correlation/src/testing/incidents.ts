import { signalId, zoneId, type AlertGroup, type Incident, type IncidentLifecycle, type Signal } from '@genba/contracts'
import type { JoinSettings, PlantFacts } from '../incidents/facts.js'
import { hold, openGrouping, type Grouping } from '../incidents/grouping.js'
import { operate } from '../incidents/operate.js'
import { regroup } from '../incidents/regroup.js'
import { alert, START } from './alerts.js'

const MINUTE = 60_000

/** Writes what has to be written, as the correlator does: the version of each counts its writings. */
export function write(grouping: Grouping, facts: PlantFacts, settings?: JoinSettings): Incident[] {
  const changed = regroup(grouping, facts, settings).map((incident) => ({ ...incident, version: incident.version + 1 }))
  for (const incident of changed) grouping.incidents.set(incident.id, incident)
  return changed
}

/** As after a crash: what was written and nothing else. */
export function reopen(grouping: Grouping): Grouping {
  const kept = {
    signals: [...grouping.signals.values()].map(({ signal, order }) => ({ ...signal, order })),
    operations: [...grouping.operations.values()],
    incidents: [...grouping.incidents.values()],
  }
  return openGrouping(grouping.plant, JSON.parse(JSON.stringify(kept)) as typeof kept)
}

export type Told = Signal | IncidentLifecycle
export const isLifecycle = (told: Told): told is IncidentLifecycle => 'to' in told

/** Signals and what people did, one after the other; each is written before the next comes. */
export function play(
  told: readonly Told[],
  facts: PlantFacts,
  {
    settings,
    grouping = openGrouping('p', { signals: [], operations: [], incidents: [] }),
  }: { settings?: JoinSettings; grouping?: Grouping } = {},
): Grouping {
  const places = [...grouping.signals.values(), ...grouping.operations.values()].map(({ order }) => order)
  const from = Math.max(-1, ...places) + 1
  told.forEach((each, index) => {
    const order = from + index
    if (isLifecycle(each)) operate(grouping, each, order, facts, settings)
    else hold(grouping, each, order)
    write(grouping, facts, settings)
  })
  return grouping
}

export const openOnes = ({ incidents }: Grouping): Incident[] =>
  [...incidents.values()]
    .filter(({ state }) => state === 'open')
    .sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))

/** A signal in few words; times in minutes after START. */
export type ToldAs = {
  techniques?: string[]
  zone: string
  rule?: string
  at?: number
  lasts?: number
  revision?: number
  count?: number
  group?: string
  actors?: string[]
  targets?: string[]
  groups?: AlertGroup[]
  drill?: string
}
export function signal({
  zone,
  rule = 'r1',
  at = 0,
  lasts = 1,
  revision = 1,
  count = revision,
  group = '',
  actors = [],
  targets = [],
  groups,
  drill,
  techniques = ['T0843'],
}: ToldAs): Signal {
  const firstAt = START + at * MINUTE
  const lastAt = firstAt + lasts * MINUTE
  return {
    v: 1,
    id: signalId(zoneId('p', zone), rule, [group, ...(drill ? [`drill:${drill}`] : [])].join(), firstAt),
    revision,
    plant: 'p',
    zone,
    rule: { id: rule, title: { ja: `${rule}日`, en: rule }, techniques },
    group: {},
    timespanMs: 5 * MINUTE,
    firstAt,
    lastAt,
    firedAt: firstAt,
    count,
    severity: 50,
    groups: groups ?? [{ rule: 'ids:1', name: 'write', zone, count, severity: 50, firstAt, lastAt }],
    samples: [alert({ at: firstAt, zone })],
    actors,
    targets,
    ...(drill === undefined ? {} : { drill }),
  }
}
