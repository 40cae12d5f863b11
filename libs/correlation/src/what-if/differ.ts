import type { IncidentDifference, Localised, OutcomeBrief } from '@genba/contracts'
import type { Pair } from './match.js'
import type { Outcome } from './outcomes.js'

const GROUPS_MAX = 20

/** What differs between the two; undefined when a person would see the same incident. */
export function differ({ before, after }: Pair): IncidentDifference | undefined {
  const { plant, drill } = ((after ?? before) as Outcome).incident
  const zones = {
    added: without(after?.incident.zones, before?.incident.zones),
    removed: without(before?.incident.zones, after?.incident.zones),
  }
  const rules = differingCounts(before?.rules ?? new Map(), after?.rules ?? new Map())
  const groups = differingGroups(before, after)
  const isSame =
    before !== undefined &&
    after !== undefined &&
    zones.added.length + zones.removed.length + rules.length + groups.length === 0 &&
    before.incident.alerts === after.incident.alerts &&
    before.incident.severity === after.incident.severity
  if (isSame) return undefined
  return {
    kind: before === undefined ? 'new' : after === undefined ? 'gone' : 'changed',
    plant,
    ...(drill === undefined ? {} : { drill }),
    ...(before ? { before: briefOf(before) } : {}),
    ...(after ? { after: briefOf(after) } : {}),
    zones,
    rules,
    groups: groups.slice(0, GROUPS_MAX),
  }
}

type Counted = ReadonlyMap<string, { title: Localised; count: number }>
export type CountDifference = { id: string; title: Localised; before: number; after: number }

/** Rules of which the counts differ, in the order of their ids. */
export function differingCounts(before: Counted, after: Counted): CountDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)]
    const title = (is ?? was)?.title
    return title && was?.count !== is?.count ? [{ id, title, before: was?.count ?? 0, after: is?.count ?? 0 }] : []
  })
}

function differingGroups(before: Outcome | undefined, after: Outcome | undefined): IncidentDifference['groups'] {
  const keys = new Set([...(before?.groups.keys() ?? []), ...(after?.groups.keys() ?? [])])
  const differing = [...keys].flatMap((key): IncidentDifference['groups'] => {
    const [was, is] = [before?.groups.get(key), after?.groups.get(key)]
    const group = is ?? was
    if (!group || was?.count === is?.count) return []
    const { rule, name, zone, asset } = group
    return [
      { rule, name, zone, ...(asset === undefined ? {} : { asset }), before: was?.count ?? 0, after: is?.count ?? 0 },
    ]
  })
  return differing.sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
}

const without = (all: readonly string[] = [], others: readonly string[] = []): string[] =>
  all.filter((each) => !others.includes(each))

function briefOf({ incident }: Outcome): OutcomeBrief {
  const { id, title, zones, openedAt, lastAt, severity, alerts } = incident
  return { id, title, zones, openedAt, lastAt, severity, alerts }
}
