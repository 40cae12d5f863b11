import { Injectable } from '@nestjs/common'
import type { Comment, CommentInput, CommentList } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { CommentStore } from './comment.store.js'

const SHOWN_MAX = 500

/** What people note on an incident. */
@Injectable()
export class Comments {
  private readonly listeners: ((comment: Comment) => void)[] = []

  constructor(
    private readonly store: CommentStore,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  async list(actor: Person, { id, plant }: Located): Promise<CommentList> {
    this.access.require(actor, 'incident.read', plant)
    return { comments: await this.store.list(id, SHOWN_MAX) }
  }

  /** Also on an incident that has ended: what was learnt afterwards belongs to it. */
  async add(actor: Person, { id, plant }: Located, { key, text }: CommentInput): Promise<Comment> {
    this.access.require(actor, 'incident.comment', plant)
    const wish = { v: 1, id: `${id}~${actor.user}~${key}`, incident: id, plant, by: actor.user } as const
    const comment = await this.store.add({ ...wish, at: this.clock.now(), text })
    for (const listener of this.listeners) listener(comment)
    return comment
  }

  onAdded(listener: (comment: Comment) => void): void {
    this.listeners.push(listener)
  }
}
