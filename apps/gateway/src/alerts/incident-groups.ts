import { Injectable } from '@nestjs/common'
import type { Alert, Incident } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

/** Incidents that are looked through, the newest ones. */
const INCIDENTS_MAX = 1_000

type Span = { incident: string; firstAt: number; lastAt: number }
export type FindIncident = (alert: Alert) => string | undefined

/** Which incident counts alerts like this one: of its rule, zone and asset, at its time. */
@Injectable()
export class IncidentGroups {
  constructor(private readonly mongo: Mongo) {}

  async read(plants: '*' | readonly string[], from: number): Promise<FindIncident> {
    const found = await this.mongo
      .collection<Incident>('incidents')
      .find({ lastAt: { $gte: from }, ...(plants === '*' ? {} : { plant: { $in: plants } }) } as never)
      .select(['id', 'plant', 'drill', 'groups.rule', 'groups.zone', 'groups.asset', 'groups.firstAt', 'groups.lastAt'])
      .sort({ lastAt: -1 })
      .limit(INCIDENTS_MAX)
      .lean<Stored<Incident>[]>()
    const spans = new Map<string, Span[]>()
    for (const { id, plant, drill, groups } of found)
      for (const { rule, zone, asset, firstAt, lastAt } of groups) {
        const key = keyOf({ plant, zone, asset, rule, drill })
        const known = spans.get(key)
        if (known) known.push({ incident: id, firstAt, lastAt })
        else spans.set(key, [{ incident: id, firstAt, lastAt }])
      }
    return (alert) =>
      spans.get(keyOf(alert))?.find(({ firstAt, lastAt }) => firstAt <= alert.at && alert.at <= lastAt)?.incident
  }
}

type Kind = Pick<Alert, 'plant' | 'zone' | 'rule'> & { asset?: string | undefined; drill?: string | undefined }
const keyOf = ({ plant, zone, asset = '', rule, drill = '' }: Kind): string =>
  `${drill} ${plant} ${zone} ${asset} ${rule}`
