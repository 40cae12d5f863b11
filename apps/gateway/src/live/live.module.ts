import { Module } from '@nestjs/common'
import { CommentsModule } from '../comments/comments.module.js'
import { FleetModule } from '../fleet/fleet.module.js'
import { IncidentsModule } from '../incidents/incidents.module.js'
import { SessionModule } from '../session/session.module.js'
import { Broadcast } from './broadcast.js'
import { Doors } from './doors.js'
import { JoinRoom } from './join-room.js'
import { Live } from './live.live.js'

@Module({
  imports: [SessionModule, IncidentsModule, FleetModule, CommentsModule],
  providers: [Doors, Broadcast, JoinRoom, Live],
})
export class LiveModule {}
