import { JoinAnswer, LiveBatch, type LiveEvent } from '@genba/contracts'
import { io, type Socket } from 'socket.io-client'
import { joined, takeBatch, type RoomState, type Step } from './room.js'

export type LiveStatus = 'connecting' | 'live' | 'down'

type Heard = {
  events: (events: LiveEvent[]) => void
  /** Something may be missing in this room: ask REST. */
  catchUp: (room: string) => void
  /** The server closed the connection or refused a room: perhaps the session ended. */
  doubt: () => void
}

const JOIN_TIMEOUT_MS = 5_000
const RETRY_MS = 1_500

/** The one live connection of a signed-in person: keeps rooms joined over reconnects and tells what came. */
export class Live {
  private readonly socket: Socket
  private readonly rooms = new Map<string, { state: RoomState; users: number }>()
  private readonly listeners = new Set<() => void>()
  private current: LiveStatus = 'connecting'
  private retry: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly heard: Heard) {
    this.socket = io({ autoConnect: false, transports: ['websocket', 'polling'], tryAllTransports: true })
    this.socket.on('connect', () => this.online())
    this.socket.on('disconnect', (reason) => this.offline(reason === 'io server disconnect'))
    this.socket.on('connect_error', () => this.offline(!this.socket.active))
    this.socket.on('live', (raw: unknown) => this.take(raw))
  }

  connect = (): void => void this.socket.connect()

  close = (): void => {
    clearTimeout(this.retry)
    this.socket.disconnect()
  }

  readonly status = (): LiveStatus => this.current

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Joins a room until the returned function is called. */
  enter(name: string): () => void {
    const room = this.rooms.get(name) ?? { state: { at: 'joining' }, users: 0 }
    room.users += 1
    this.rooms.set(name, room)
    if (room.users === 1 && this.socket.connected) void this.join(name)
    return () => this.exit(name)
  }

  private exit(name: string): void {
    const room = this.rooms.get(name)
    if (!room) return
    room.users -= 1
    if (room.users > 0) return
    this.rooms.delete(name)
    if (this.socket.connected) this.socket.emit('leave', name)
  }

  private online(): void {
    this.turn('live')
    for (const [name, room] of this.rooms) {
      room.state = { at: 'joining' }
      void this.join(name)
    }
  }

  /** Socket.IO reconnects by itself unless the server ended it; then the session is checked and it is tried again. */
  private offline(isEnded: boolean): void {
    this.turn('down')
    if (!isEnded) return
    this.heard.doubt()
    clearTimeout(this.retry)
    this.retry = setTimeout(this.connect, RETRY_MS)
  }

  private async join(name: string): Promise<void> {
    const answer = await this.socket
      .timeout(JOIN_TIMEOUT_MS)
      .emitWithAck('join', name)
      .then((raw: unknown) => JoinAnswer.parse(raw))
      .catch(() => undefined)
    const room = this.rooms.get(name)
    if (!room || !this.socket.connected) return
    if (answer?.ok) return this.move(name, joined(answer.seq))
    room.state = { at: 'refused', code: answer?.code ?? 'ENGINE_AWAY' }
    if (answer) this.heard.doubt()
    else this.socket.disconnect().connect()
  }

  private take(raw: unknown): void {
    const batch = LiveBatch.safeParse(raw)
    if (!batch.success) return [...this.rooms.keys()].forEach(this.heard.catchUp)
    const room = this.rooms.get(batch.data.room)
    if (room) this.move(batch.data.room, takeBatch(room.state, batch.data))
  }

  private move(name: string, step: Step): void {
    const room = this.rooms.get(name)
    if (!room) return
    room.state = step.state
    if (step.events.length > 0) this.heard.events(step.events)
    if (step.catchUp) this.heard.catchUp(name)
  }

  private turn(to: LiveStatus): void {
    if (this.current === to) return
    this.current = to
    this.listeners.forEach((listener) => listener())
  }
}
