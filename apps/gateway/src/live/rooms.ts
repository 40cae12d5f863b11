import type { LiveBatch, LiveEvent } from '@genba/contracts'
import { EVENTS_MAX, addEvent, type Pending } from './pending.js'

/** A room rests as long as telling it took: few people hear at once, many leave the process half of its time. */
export const REST_MIN_MS = 1
export const REST_MAX_MS = 50

type Room = { seq: number; pending: Pending; restsUntil: number; timer: NodeJS.Timeout | undefined }

/**
 * What the rooms of this process are told: at most one batch per room and rest, the first one at once. Only rooms with somebody in
 * them exist, so a batch's number is one more than the last that every member has seen.
 */
export class Rooms {
  private readonly rooms = new Map<string, Room>()
  /** Batches that were too large and were replaced by a gap. */
  overflowed = 0

  constructor(
    private readonly send: (batch: LiveBatch) => void,
    private readonly now: () => number,
    private readonly bounds = { restMs: REST_MIN_MS, restMaxMs: REST_MAX_MS, events: EVENTS_MAX },
  ) {}

  open(name: string): void {
    if (!this.rooms.has(name)) this.rooms.set(name, { seq: 0, pending: new Map(), restsUntil: 0, timer: undefined })
  }

  close(name: string): void {
    clearTimeout(this.rooms.get(name)?.timer)
    this.rooms.delete(name)
  }

  closeAll(): void {
    for (const name of [...this.rooms.keys()]) this.close(name)
  }

  seq(name: string): number {
    return this.rooms.get(name)?.seq ?? 0
  }

  push(name: string, events: readonly LiveEvent[]): void {
    const room = this.rooms.get(name)
    if (!room) return
    for (const event of events) if (room.pending.size <= this.bounds.events) addEvent(room.pending, event)
    const waitMs = Math.max(0, room.restsUntil - this.now())
    room.timer ??= setTimeout(() => this.flush(name, room), waitMs)
  }

  private flush(name: string, room: Room): void {
    room.timer = undefined
    const began = this.now()
    const events = [...room.pending.values()]
    room.pending = new Map()
    if (events.length > this.bounds.events) {
      // A number is left out and nothing is told: whoever sees the gap asks over REST.
      this.overflowed += 1
      room.seq += 1
      events.length = 0
    }
    room.seq += 1
    this.send({ room: name, seq: room.seq, events })
    const { restMs, restMaxMs } = this.bounds
    const told = this.now()
    room.restsUntil = told + Math.min(restMaxMs, Math.max(restMs, told - began))
  }
}
