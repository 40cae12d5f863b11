import { Injectable } from '@nestjs/common'
import { EndSessions } from './end-sessions.js'
import type { Visitor } from './visitor.js'

@Injectable()
export class SignOut {
  constructor(private readonly ending: EndSessions) {}

  /** Ends one's own session, which needs no permission. */
  execute({ actor, session }: Visitor): Promise<void> {
    return this.ending.execute([session], actor.user, 'session.closed')
  }
}
