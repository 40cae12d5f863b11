import { Inject, Injectable } from '@nestjs/common'
import type { Grant } from '@genba/contracts'
import { LOG, type Log } from '@genba/platform'
import { firstThing } from '../routes/first-thing.js'
import { Authenticate } from '../session/authenticate.js'
import { EndSessions } from '../session/end-sessions.js'
import type { Client, LiveServer } from './open-server.js'

/** How long a session that ended elsewhere, or a grant that was taken back, can still listen. */
const CHECK_MS = 5_000
/** Connections of one session: tabs of one browser. */
export const CONNECTIONS_MAX = 20

/** Lets nobody listen without a session, and nobody go on listening after it. */
@Injectable()
export class Doors {
  private timer: NodeJS.Timeout | undefined
  private isChecking = false

  constructor(
    private readonly authenticate: Authenticate,
    private readonly ending: EndSessions,
    @Inject(LOG) private readonly log: Log,
  ) {}

  guard(server: LiveServer): void {
    server.use((client, next) => {
      this.letIn(server, client).then(
        (code) => next(code ? new Error(code) : undefined),
        (error: unknown) => {
          this.log.warn({ err: error }, 'could not check a session')
          next(new Error('ENGINE_AWAY'))
        },
      )
    })
    server.on('connection', (client) => void client.join(roomOf(client.data.session)))
    this.ending.onEnded((session) => this.showOut(server, session))
    this.timer = setInterval(() => void this.checkAll(server), CHECK_MS)
  }

  close(): void {
    clearInterval(this.timer)
  }

  /** The code of a refusal. */
  private async letIn(server: LiveServer, client: Client): Promise<string | undefined> {
    const visitor = await this.authenticate.execute(client.handshake.headers.cookie)
    if (!visitor) return 'NOT_SIGNED_IN'
    const first = firstThing(visitor.me)
    if (first) return first
    const connections = server.of('/').adapter.rooms.get(roomOf(visitor.session))?.size ?? 0
    if (connections >= CONNECTIONS_MAX) return 'TOO_MANY'
    client.data = visitor
    return undefined
  }

  /** Here first, which needs no Redis, then at the other gateways. */
  private showOut(server: LiveServer, session: string): void {
    server.local.in(roomOf(session)).disconnectSockets(true)
    server.in(roomOf(session)).disconnectSockets(true)
  }

  private async checkAll(server: LiveServer): Promise<void> {
    if (this.isChecking) return
    this.isChecking = true
    try {
      const visitors = new Map([...server.of('/').sockets.values()].map(({ data }) => [data.session, data]))
      for (const { session, actor } of visitors.values()) {
        const now = await this.authenticate.recognise(session)
        if (!now || now.me.mustDo || isOther(now.actor.grants, actor.grants))
          server.local.in(roomOf(session)).disconnectSockets(true)
      }
    } catch (error) {
      this.log.warn({ err: error }, 'could not check the sessions of live clients, trying again')
    } finally {
      this.isChecking = false
    }
  }
}

/** No client can name this room: JoinRoom knows only plants and incidents. */
const roomOf = (session: string): string => `session:${session}`

const isOther = (some: Grant[], others: Grant[]): boolean => JSON.stringify(some) !== JSON.stringify(others)
