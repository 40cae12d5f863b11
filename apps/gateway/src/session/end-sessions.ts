import { Injectable } from '@nestjs/common'
import { AuditChain, Clock } from '@genba/platform'
import { SessionStore } from './session.store.js'

type Action = 'session.closed' | 'session.revoked'

/** Ends sessions and tells those who keep connections of them. */
@Injectable()
export class EndSessions {
  private readonly listeners: ((session: string) => void)[] = []

  constructor(
    private readonly sessions: SessionStore,
    private readonly audit: AuditChain,
    private readonly clock: Clock,
  ) {}

  async execute(ids: readonly string[], by: string, action: Action): Promise<void> {
    for (const id of ids) {
      await this.sessions.delete(id)
      for (const listener of this.listeners) listener(id)
      const entry = { at: this.clock.now(), by, action, subject: id, detail: {} }
      await this.audit.append(`${action}~${id}`, entry)
    }
  }

  /** All sessions of a user but one. Returns how many. */
  async ofUser(user: string, by: string, except?: string): Promise<number> {
    const ids = (await this.sessions.list(user)).map(({ id }) => id).filter((id) => id !== except)
    await this.execute(ids, by, 'session.revoked')
    return ids.length
  }

  onEnded(listener: (session: string) => void): void {
    this.listeners.push(listener)
  }
}
