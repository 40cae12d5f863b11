import { Injectable } from '@nestjs/common'
import { Incident, Refused } from '@genba/contracts'
import { Mongo } from '@genba/platform'

/** The incidents as the correlator keeps them; only read here. */
@Injectable()
export class Incidents {
  constructor(private readonly mongo: Mongo) {}

  /** Throws Refused ENGINE_AWAY when the document is not there yet: its message can be faster. */
  async newest(id: string): Promise<Incident> {
    const found = await this.mongo.collection<Incident>('incidents').collection.findOne({ _id: id as never })
    if (!found) throw new Refused('ENGINE_AWAY', { incident: id })
    return Incident.parse(found)
  }
}
