import { Injectable } from '@nestjs/common'
import { Incident, Refused } from '@genba/contracts'
import { GroupedReads, Mongo } from '@genba/platform'

/** The incidents as the correlator keeps them; only read here. */
@Injectable()
export class Incidents {
  private readonly reads: GroupedReads

  constructor(mongo: Mongo) {
    this.reads = new GroupedReads(mongo.collection<Incident>('incidents').collection)
  }

  /** Throws Refused ENGINE_AWAY when the document is not there yet: its message can be faster. */
  async newest(id: string): Promise<Incident> {
    const found = await this.reads.get(id)
    if (!found) throw new Refused('ENGINE_AWAY', { incident: id })
    return Incident.parse(found)
  }
}
