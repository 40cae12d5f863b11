import { Injectable } from '@nestjs/common'
import { FLEET_ROOM, plantsOf, Refused, Room } from '@genba/contracts'
import { Access } from '@genba/platform'
import { LocateIncident } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'

@Injectable()
export class JoinRoom {
  constructor(
    private readonly locate: LocateIncident,
    private readonly access: Access,
  ) {}

  /** The room's name, if the person may hear what is said there. Throws Refused, and ZodError for what is no room. */
  async execute(actor: Person, name: unknown): Promise<string> {
    this.access.require(actor, 'incident.read')
    const room = Room.parse(name)
    if (room === FLEET_ROOM) {
      if (plantsOf(actor, 'incident.read') !== '*') throw new Refused('NOT_ALLOWED')
      return room
    }
    const [kind, id] = split(room)
    if (kind === 'plant') this.access.require(actor, 'incident.read', id)
    else this.access.require(actor, 'response.read', (await this.locate.execute(actor, id)).plant)
    return room
  }
}

function split(room: string): [kind: 'plant' | 'incident', id: string] {
  const at = room.indexOf(':')
  return [room.slice(0, at) as 'plant' | 'incident', room.slice(at + 1)]
}
