import type { IncidentPage, Spread } from '@genba/contracts'

/** What a zone has to do with an incident. */
export type ZoneMark = { at: 'origin' } | { at: 'spread'; n: number } | { at: 'reach'; hops: number } | { at: 'calm' }

/** What a map shows in a plant: where trouble is, which way it spread, where it can go next. */
export type Picture = {
  marks: ReadonlyMap<string, ZoneMark>
  alerts: ReadonlyMap<string, number>
  spread: readonly Pick<Spread, 'conduit' | 'from' | 'zone'>[]
  assets: ReadonlySet<string>
}

export function pictureOf({ incident, response }: IncidentPage): Picture {
  const alerts = new Map<string, number>()
  for (const { zone, count } of incident.groups) alerts.set(zone, (alerts.get(zone) ?? 0) + count)
  const marks = new Map<string, ZoneMark>()
  for (const { zone, hops } of response?.impact?.reach ?? []) marks.set(zone, { at: 'reach', hops })
  incident.zones.forEach((zone, n) => marks.set(zone, n === 0 ? { at: 'origin' } : { at: 'spread', n }))
  return { marks, alerts, spread: incident.spread, assets: new Set(incident.assets) }
}

const RANK: Record<ZoneMark['at'], number> = { origin: 3, spread: 2, reach: 1, calm: 0 }

/** All incidents of a plant in one picture: of what they say about a zone the worst stands. */
export function pictureOfAll(pages: readonly IncidentPage[]): Picture {
  const pictures = pages.map(pictureOf)
  const marks = new Map<string, ZoneMark>()
  const alerts = new Map<string, number>()
  for (const picture of pictures) {
    for (const [zone, mark] of picture.marks) {
      const known = marks.get(zone)
      if (!known || RANK[mark.at] > RANK[known.at]) marks.set(zone, mark)
    }
    for (const [zone, count] of picture.alerts) alerts.set(zone, (alerts.get(zone) ?? 0) + count)
  }
  return {
    marks,
    alerts,
    spread: pictures.flatMap(({ spread }) => spread),
    assets: new Set(pictures.flatMap(({ assets }) => [...assets])),
  }
}
