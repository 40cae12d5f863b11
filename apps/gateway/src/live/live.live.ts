import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common'
import { Refused, Room, type ErrorCode, type JoinAnswer } from '@genba/contracts'
import { LOG, type Log } from '@genba/platform'
import { ZodError } from 'zod'
import { Broadcast } from './broadcast.js'
import { Doors } from './doors.js'
import { JoinRoom } from './join-room.js'
import type { Client, Opened } from './open-server.js'

/** Rooms of one client, its own and its session's included. */
export const ROOMS_MAX = 1_000

/** What a client can say: `join` and `leave`, each with a room and an acknowledgement. */
@Injectable()
export class Live implements BeforeApplicationShutdown {
  private opened: Opened | undefined

  constructor(
    private readonly doors: Doors,
    private readonly broadcast: Broadcast,
    private readonly joinRoom: JoinRoom,
    @Inject(LOG) private readonly log: Log,
  ) {}

  start(opened: Opened): void {
    const { server } = opened
    this.opened = opened
    this.doors.guard(server)
    this.broadcast.start(server)
    server.on('connection', (client) => {
      client.on('join', (name: unknown, answer: unknown) => void this.join(client, name).then(reply(answer)))
      client.on('leave', (name: unknown, answer: unknown) => void this.leave(client, name).then(reply(answer)))
    })
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.doors.close()
    this.broadcast.stop()
    await this.opened?.close()
  }

  private async join(client: Client, name: unknown): Promise<JoinAnswer> {
    try {
      if (client.rooms.size >= ROOMS_MAX) throw new Refused('TOO_MANY')
      const room = await this.joinRoom.execute(client.data.actor, name)
      // A client that left while its room was looked up would stay in it for ever.
      if (!client.connected) throw new Refused('NOT_SIGNED_IN')
      await client.join(room)
      return { ok: true, seq: this.broadcast.seq(room) }
    } catch (error) {
      return { ok: false, code: this.codeOf(error) }
    }
  }

  private async leave(client: Client, name: unknown): Promise<JoinAnswer> {
    if (!Room.safeParse(name).success) return { ok: false, code: 'BAD_INPUT' }
    const room = name as string
    await client.leave(room)
    return { ok: true, seq: this.broadcast.seq(room) }
  }

  private codeOf(error: unknown): ErrorCode {
    if (error instanceof Refused) return error.code
    if (error instanceof ZodError) return 'BAD_INPUT'
    this.log.error({ err: error }, 'could not join a room')
    return 'BROKEN'
  }
}

/** A client that asks for no acknowledgement gets none. */
const reply = (answer: unknown) => (said: JoinAnswer) => {
  if (typeof answer === 'function') (answer as (said: JoinAnswer) => void)(said)
}
