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

  private get comments() {
    return this.mongo.collection<Comment>('comments')
  }
}
