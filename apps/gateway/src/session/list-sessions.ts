import { Injectable } from '@nestjs/common'
import type { SessionRow } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { isOver, seenAt } from './authenticate.js'
import { SessionStore, type Open } from './session.store.js'

/** The sessions of one user that are not over, newest first. Who may see them is decided where they are shown. */
@Injectable()
export class ListSessions {
  constructor(
    private readonly sessions: SessionStore,
    private readonly clock: Clock,
  ) {}

  async execute(user: string, own?: string): Promise<SessionRow[]> {
    const now = this.clock.now()
    return (await this.sessions.list(user))
      .filter((session) => !isOver(session, now))
      .map((session) => ({ ...withoutVersion(session), lastSeenAt: seenAt(session), isThis: session.id === own }))
  }
}

function withoutVersion({ v: _, ...session }: Open): Omit<Open, 'v'> {
  return session
}
