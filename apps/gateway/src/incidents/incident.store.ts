import { Injectable } from '@nestjs/common'
import { Incident } from '@genba/contracts'
import type { IncidentFacts } from '@genba/correlation'
import { Mongo, type Stored } from '@genba/platform'
import { FACT_FIELDS, factsOf, type Facts } from './facts.js'
import { placeOf } from './page.js'

const AROUND_FIELDS = [
  'id',
  'plant',
  'title',
  'state',
  'zones',
  'spread',
  'openedAt',
  'lastAt',
  'closedAt',
  'signals',
  'actors',
  'targets',
  'drill',
  'lockedAt',
  'merged',
  'merges',
  'operations',
] as const satisfies readonly (keyof IncidentFacts)[]

/** Reads what the correlator writes. */
@Injectable()
export class IncidentStore {
  constructor(private readonly mongo: Mongo) {}

  async get(id: string): Promise<Incident | undefined> {
    const found = await this.incidents.findById(id).lean<Stored<Incident>>()
    return found ? Incident.parse(found) : undefined
  }

  async getFacts(id: string): Promise<Facts | undefined> {
    const found = await this.incidents
      .findById(id)
      .select([...FACT_FIELDS])
      .lean<Stored<Incident>>()
    return found ? factsOf(found) : undefined
  }

  /** All open ones of a plant, which are few, with all that they say. */
  async listOpenWhole(plant: string): Promise<Incident[]> {
    const found = await this.incidents.find({ plant, state: 'open' } as never).lean<Stored<Incident>[]>()
    return found.map((incident) => Incident.parse(incident))
  }

  /** Newest first. `closed` are all that are not open: merged ones too. Without `limit` all of them: for the open ones, which are few. */
  async list(filter: {
    state: 'open' | 'closed'
    plants: '*' | string[]
    limit?: number
    after?: string
  }): Promise<Facts[]> {
    const { state, plants, limit, after } = filter
    const query = this.incidents
      .find({
        state: state === 'open' ? 'open' : { $in: ['closed', 'merged'] },
        ...(plants === '*' ? {} : { plant: { $in: plants } }),
        ...(after === undefined ? {} : behind(after)),
      } as never)
      .select([...FACT_FIELDS])
      .sort({ lastAt: -1, _id: 1 })
    const found = await (limit === undefined ? query : query.limit(limit)).lean<Stored<Incident>[]>()
    return found.map(factsOf)
  }

  /** Of one plant, with alerts between two times or near them; the newest first, without samples and groups. */
  async listAround(plant: string, from: number, to: number, limit: number): Promise<IncidentFacts[]> {
    const found = await this.incidents
      .find({ plant, lastAt: { $gte: from }, openedAt: { $lte: to } } as never)
      .select([...AROUND_FIELDS])
      .sort({ lastAt: -1 })
      .limit(limit)
      .lean<Stored<Incident>[]>()
    return found
  }

  private get incidents() {
    return this.mongo.collection<Incident>('incidents')
  }
}

function behind(after: string): Record<string, unknown> {
  const { lastAt, id } = placeOf(after)
  return { $or: [{ lastAt: { $lt: lastAt } }, { lastAt, _id: { $gt: id } }] }
}
