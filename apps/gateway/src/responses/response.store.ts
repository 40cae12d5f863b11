import { Injectable } from '@nestjs/common'
import { HOLDING_STATES, Response } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'
import { DOING_FIELDS, doingOf, type Doing } from './doing.js'

/** Ids in one question. */
const IDS_MAX = 500

/** Reads what the responder writes. */
@Injectable()
export class ResponseStore {
  constructor(private readonly mongo: Mongo) {}

  async get(incident: string): Promise<Response | undefined> {
    const found = await this.responses.findById(incident).lean<Stored<Response>>()
    return found ? Response.parse(found) : undefined
  }

  async listDoing(incidents: readonly string[]): Promise<Map<string, Doing>> {
    const doing = new Map<string, Doing>()
    for (let from = 0; from < incidents.length; from += IDS_MAX) {
      const ids = incidents.slice(from, from + IDS_MAX)
      const found = await this.responses
        .find({ _id: { $in: ids } } as never)
        .select([...DOING_FIELDS])
        .lean<Stored<Response>[]>()
      for (const response of found) doing.set(response._id, doingOf(response))
    }
    return doing
  }

  /** Those with an effect that stands for a time and is not over; each with all its holds. */
  async listHolding(plants: '*' | string[]): Promise<Pick<Response, 'plant' | 'incident' | 'drill' | 'holds'>[]> {
    return this.responses
      .find({ 'holds.state.at': { $in: HOLDING_STATES }, ...ofPlants(plants) } as never)
      .select(['plant', 'incident', 'drill', 'holds'])
      .lean<Stored<Response>[]>()
  }

  /** OODA clocks of a plant's responses that went on after a time, the newest first; without drills. */
  async listClocks(plant: string, since: number, limit: number): Promise<Pick<Response, 'clock' | 'runs'>[]> {
    return this.responses
      .find({
        ...{ plant, drill: { $exists: false } },
        $or: [{ endedAt: { $exists: false } }, { endedAt: { $gte: since } }],
      } as never)
      .select(['clock', 'runs.loop', 'runs.variables.zones'])
      .sort({ openedAt: -1 })
      .limit(limit)
      .lean<Stored<Response>[]>()
  }

  /** Those in which somebody broke the glass and nobody has looked at it. */
  async listToReview(plants: '*' | string[]): Promise<Pick<Response, 'plant' | 'incident' | 'approvals'>[]> {
    return this.responses
      .find({
        // A moment instead of `$exists`: an index answers which have one, and leaves out those that have none.
        approvals: { $elemMatch: { 'breakGlass.at': { $gt: 0 }, 'breakGlass.review': { $exists: false } } },
        ...ofPlants(plants),
      } as never)
      .select(['plant', 'incident', 'approvals'])
      .lean<Stored<Response>[]>()
  }

  private get responses() {
    return this.mongo.collection<Response>('responses')
  }
}

const ofPlants = (plants: '*' | string[]) => (plants === '*' ? {} : { plant: { $in: plants } })
