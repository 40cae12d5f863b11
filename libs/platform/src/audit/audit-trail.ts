import { Injectable } from '@nestjs/common'
import { Mongo } from '../mongo/mongo.js'
import { START, hashOf, keyOf, type AuditLink, type StoredLink } from './audit-link.js'

/** Where the chain does not hold: a link that was changed, or one that is not there although later ones are. */
export type AuditBreak = { seq: number; why: 'changed' | 'missing' }

const LINKS_READ = 500

/** Reads the audit chain, which AuditChain writes. */
@Injectable()
export class AuditTrail {
  constructor(private readonly mongo: Mongo) {}

  /** Hashes every link again. `links` counts those that hold. */
  async inspect(): Promise<{ links: number; broken?: AuditBreak }> {
    const size = await this.size()
    let previous = START
    for (let from = 1; from <= size; from += LINKS_READ) {
      const to = Math.min(size, from + LINKS_READ - 1)
      const links = await this.read(from, to)
      for (let seq = from; seq <= to; seq++) {
        const link = links.get(seq)
        if (!link) return { links: seq - 1, broken: { seq, why: 'missing' } }
        if (link.previous !== previous || link.hash !== hashOf(previous, seq, link.id, link.entry))
          return { links: seq - 1, broken: { seq, why: 'changed' } }
        previous = link.hash
      }
    }
    return { links: size }
  }

  /** The number of the newest link, whatever is missing below it. */
  async size(): Promise<number> {
    const [newest] = await this.links
      .find({ seq: { $exists: true }, previous: { $exists: true } } as never)
      .sort({ seq: -1 })
      .limit(1)
      .lean<StoredLink[]>()
    return newest?.seq ?? 0
  }

  /** The links from one number to another, both included, by number; one that is missing is absent. */
  async read(from: number, to: number): Promise<Map<number, AuditLink>> {
    const keys = Array.from({ length: to - from + 1 }, (_, n) => keyOf(from + n))
    const found = await this.links.find({ _id: { $in: keys } } as never).lean<StoredLink[]>()
    return new Map(found.map(({ _id, ...link }) => [link.seq, link]))
  }

  private get links() {
    return this.mongo.collection<StoredLink>('audit')
  }
}
