import { Injectable } from '@nestjs/common'
import { Comment } from '@genba/contracts'
import { isDuplicateKey, Mongo, type Stored } from '@genba/platform'

/** The `comments` documents: added, never changed. */
@Injectable()
export class CommentStore {
  constructor(private readonly mongo: Mongo) {}

  /** The newest ones of an incident, oldest first. */
  async list(incident: string, limit: number): Promise<Comment[]> {
    const found = await this.comments.find({ incident }).sort({ at: -1 }).limit(limit).lean<Stored<Comment>[]>()
    return found.map((one) => Comment.parse(one)).reverse()
  }

  /** The comment as it is stored: one with this id that was there already stays. */
  async add(comment: Comment): Promise<Comment> {
    try {
      await this.comments.collection.insertOne({ ...comment, _id: comment.id } as never)
      return comment
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      return Comment.parse(await this.comments.findById(comment.id).lean<Stored<Comment>>())
    }
  }

  /** How many files an incident has. */
  countFiles(incident: string): Promise<number> {
    return this.comments.countDocuments({ incident, file: { $exists: true } } as never).exec()
  }

  get(id: string): Promise<Comment | undefined> {
    return this.comments
      .findById(id)
      .lean<Stored<Comment> | null>()
      .then((found) => (found ? Comment.parse(found) : undefined))
  }

  /** Before its comment, so that no comment tells of a file that is not there. Gives the bytes as they are stored: what was there already stays. */
  async addFile(id: string, data: Buffer): Promise<Buffer> {
    try {
      await this.files.insertOne({ _id: id, data } as never)
      return data
    } catch (error) {
      const stored = isDuplicateKey(error) ? await this.getFile(id) : undefined
      if (!stored) throw error
      return stored
    }
  }

  async getFile(id: string): Promise<Buffer | undefined> {
    const found = (await this.files.findOne({ _id: id } as never)) as { data: { buffer: Uint8Array } } | null
    return found ? Buffer.from(found.data.buffer) : undefined
  }

  private get files() {
    return this.mongo.collection<{ data: Buffer }>('files').collection
  }

  private get comments() {
    return this.mongo.collection<Comment>('comments')
  }
}
