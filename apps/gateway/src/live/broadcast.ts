import { Injectable } from '@nestjs/common'
import { Comment, FLEET_ROOM, type LiveBatch, type LiveEvent } from '@genba/contracts'
import { Clock, Metrics } from '@genba/platform'
import { Comments } from '../comments/comments.js'
import { FollowFleet } from '../fleet/follow-fleet.js'
import { FollowIncidents, type Change } from '../incidents/follow-incidents.js'
import type { Client, LiveServer } from './open-server.js'
import { Rooms } from './rooms.js'

/** Packets that wait for one client's connection. One that takes them slower is cut off; it comes back and catches up over REST. */
export const BACKLOG_MAX = 100

/** What one gateway tells the others: no topic carries comments. */
const COMMENT = 'comment'

/** Tells the clients of this process what changed. Other gateways follow the same topics and tell their own. */
@Injectable()
export class Broadcast {
  private readonly rooms: Rooms
  private readonly batches
  private readonly slow
  private readonly overflowed
  private server: LiveServer | undefined

  constructor(
    private readonly follow: FollowIncidents,
    private readonly fleet: FollowFleet,
    private readonly comments: Comments,
    clock: Clock,
    metrics: Metrics,
  ) {
    this.rooms = new Rooms(
      (batch) => this.send(batch),
      () => clock.now(),
    )
    this.batches = metrics.counter('gateway_live_batches_total', 'Live batches sent to rooms')
    this.slow = metrics.counter('gateway_slow_clients_total', 'Clients cut off because they did not keep up')
    this.overflowed = metrics.gauge('gateway_live_overflows', 'Live batches replaced by a gap since the start')
  }

  start(server: LiveServer): void {
    this.server = server
    const { adapter } = server.of('/')
    adapter.on('create-room', (room: string) => this.rooms.open(room))
    adapter.on('delete-room', (room: string) => this.rooms.close(room))
    this.follow.onChange((change) => this.tell(change))
    this.comments.onAdded((comment) => {
      this.tellComment(comment)
      server.serverSideEmit(COMMENT, comment)
    })
    server.on(COMMENT, (comment: unknown) => this.tellComment(Comment.parse(comment)))
    this.fleet.onChange((summary) => this.tellPlant(summary.id, { event: 'plant.summary', summary }))
  }

  stop(): void {
    this.rooms.closeAll()
  }

  /** Asked right after a client was let in: the next batch that it gets has the number after this. */
  seq(room: string): number {
    return this.rooms.seq(room)
  }

  private tell({ row, entries }: Change): void {
    const page = { incident: row.id, incidentVersion: row.version, responseVersion: row.response?.version ?? 0 }
    this.tellPlant(row.plant, { event: 'incident.row', row })
    this.rooms.push(`incident:${row.id}`, [
      { event: 'incident.page', ...page },
      ...entries.map((entry) => ({ event: 'timeline.added' as const, entry })),
    ])
  }

  private tellComment(comment: Comment): void {
    this.rooms.push(`incident:${comment.incident}`, [{ event: 'comment.added', comment }])
  }

  /** Who may read every plant listens in one room instead of in thousands. */
  private tellPlant(plant: string, event: LiveEvent): void {
    this.rooms.push(`plant:${plant}`, [event])
    this.rooms.push(FLEET_ROOM, [event])
  }

  private send(batch: LiveBatch): void {
    if (!this.server) return
    this.cutOffSlow(batch.room)
    this.batches.inc()
    this.overflowed.set(this.rooms.overflowed)
    this.server.local.to(batch.room).emit('live', batch)
  }

  private cutOffSlow(room: string): void {
    const { adapter, sockets } = (this.server as LiveServer).of('/')
    for (const id of adapter.rooms.get(room) ?? []) {
      const client = sockets.get(id)
      if (!client || backlogOf(client) <= BACKLOG_MAX) continue
      this.slow.inc()
      client.conn.close(true)
    }
  }
}

/** Engine.IO keeps its buffer to itself, but emits nothing that would tell its length. */
const backlogOf = ({ conn }: Client): number => (conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length
