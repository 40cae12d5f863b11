import { Injectable } from '@nestjs/common'
import { alertKeySince, PackedAlert, plantsOf, type Alert, type AlertPage, type AlertQuery } from '@genba/contracts'
import { Access, Clock, readAlertMessage } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { Plants } from '../plants/plants.js'
import { filterOf } from './filter.js'
import { IncidentGroups } from './incident-groups.js'
import { TopicPages } from './topic-pages.js'

const DAY_MS = 86_400_000

/** Alerts of the topic, newest first, a page at a time: nothing else has every one. */
@Injectable()
export class ListAlerts {
  constructor(
    private readonly pages: TopicPages,
    private readonly groups: IncidentGroups,
    private readonly plants: Plants,
    private readonly clock: Clock,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, query: AlertQuery): Promise<AlertPage> {
    this.access.require(actor, 'incident.read', query.plant)
    const plants = query.plant === undefined ? plantsOf(actor, 'incident.read') : [query.plant]
    const now = this.clock.now()
    const from = query.from ?? now - DAY_MS
    const incidentOf = await this.groups.read(plants, from)
    const page = await this.pages.execute<Alert>({
      topic: 'alert.v1',
      from,
      until: query.until ?? now,
      key: this.keyOf(query, from),
      cursor: query.cursor,
      limit: query.limit,
      read: readAlertMessage,
      timeOf: ({ receivedAt }) => receivedAt,
      isWanted: filterOf(query, plants, incidentOf),
    })
    return {
      alerts: page.found.map((found) => {
        const alert = found instanceof PackedAlert ? found.whole() : found
        const incident = incidentOf(alert)
        return { alert, ...(incident === undefined ? {} : { incident }) }
      }),
      ...(page.next === undefined ? {} : { next: page.next }),
      looked: page.looked,
      ...(page.reachedAt === undefined ? {} : { reachedAt: page.reachedAt }),
      from: page.from,
    }
  }

  private keyOf({ plant, zone }: AlertQuery, from: number): string | undefined {
    if (plant === undefined || zone === undefined) return undefined
    return alertKeySince(this.plants.get(plant), { plant, zone }, from)
  }
}
