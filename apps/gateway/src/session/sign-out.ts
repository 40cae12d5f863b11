import { Injectable } from '@nestjs/common'
import { AuditChain, Clock } from '@genba/platform'
import { SessionStore } from './session.store.js'
import type { Visitor } from './visitor.js'

@Injectable()
export class SignOut {
  private readonly listeners: ((session: string) => void)[] = []

  constructor(
    private readonly sessions: SessionStore,
    private readonly audit: AuditChain,
    private readonly clock: Clock,
  ) {}

  /** Ends one's own session, which needs no permission. */
  async execute({ actor, session }: Visitor): Promise<void> {
    await this.sessions.delete(session)
    for (const listener of this.listeners) listener(session)
    const entry = { at: this.clock.now(), by: actor.user, action: 'session.closed', subject: session, detail: {} }
    await this.audit.append(`session.closed~${session}`, entry)
  }

  onEnded(listener: (session: string) => void): void {
    this.listeners.push(listener)
  }
}
