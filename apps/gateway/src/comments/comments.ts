import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import {
  FILES_MAX,
  Refused,
  type Comment,
  type CommentFile,
  type CommentInput,
  type CommentList,
} from '@genba/contracts'
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

  /** Also on an incident that has ended: what was learnt afterwards belongs to it. The same wish again is the comment that it made. */
  async add(actor: Person, { id, plant }: Located, { key, text, file }: CommentInput): Promise<Comment> {
    this.access.require(actor, 'incident.comment', plant)
    const wish = { v: 1, id: `${id}~${actor.user}~${key}`, incident: id, plant, by: actor.user } as const
    const before = await this.store.get(wish.id)
    if (before) return before
    const kept = file ? { file: await this.keep(wish, file) } : {}
    const comment = await this.store.add({ ...wish, at: this.clock.now(), text, ...kept })
    for (const listener of this.listeners) listener(comment)
    return comment
  }

  /** Throws Refused NOT_FOUND for a comment of another incident, and for one without a file. */
  async file(actor: Person, { id, plant }: Located, comment: string): Promise<{ name: string; data: Buffer }> {
    this.access.require(actor, 'incident.read', plant)
    const found = await this.store.get(comment)
    const data = found?.incident === id && found.file ? await this.store.getFile(comment) : undefined
    if (!found?.file || !data) throw new Refused('NOT_FOUND', { comment })
    return { name: found.file.name, data }
  }

  onAdded(listener: (comment: Comment) => void): void {
    this.listeners.push(listener)
  }

  /** Throws Refused BAD_INPUT for an empty file, TOO_MANY when the incident has as many as it may. */
  private async keep(
    { id, incident }: Pick<Comment, 'id' | 'incident'>,
    { name, base64 }: NonNullable<CommentInput['file']>,
  ): Promise<CommentFile> {
    const given = Buffer.from(base64, 'base64')
    if (given.length === 0) throw new Refused('BAD_INPUT', { at: 'file' })
    if ((await this.store.countFiles(incident)) >= FILES_MAX) throw new Refused('TOO_MANY', { files: FILES_MAX })
    const data = await this.store.addFile(id, given)
    return { name, bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') }
  }
}
