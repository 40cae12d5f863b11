import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { Clock, LOG, type Log } from '@genba/platform'
import { IDLE_MS } from './authenticate.js'
import { SessionStore } from './session.store.js'

const EVERY_MS = 10 * 60_000

/** Takes expired sessions out of the store: the embedded engine has no expiry of its own. An expired one is refused before that. */
@Injectable()
export class ExpireSessions implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly sessions: SessionStore,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    void this.execute()
    this.timer = setInterval(() => void this.execute(), EVERY_MS)
  }

  async execute(): Promise<void> {
    try {
      const sessions = await this.sessions.deleteExpired(this.clock.now(), IDLE_MS)
      if (sessions > 0) this.log.info({ sessions }, 'expired sessions deleted')
    } catch (error) {
      this.log.warn({ err: error }, 'could not delete expired sessions, trying again')
    }
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }
}
