import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Mongo, isDuplicateKey } from '../mongo/mongo.js'

export type AuditEntry = {
  at: number
  by: string
  action: string
  subject: string
  detail: Record<string, string | number>
}
type Link = { _id: string; seq: number; id: string; previous: string; hash: string; entry: AuditEntry }

const ATTEMPTS_MAX = 20
const START = '0'.repeat(64)

/**
 * Who did what, append only: each link holds the hash of the one before. Appending the same id again changes nothing.
 * Several processes may append: the sequence number is the key, so of two that race one is refused and looks again.
 */
@Injectable()
export class AuditChain {
  /** The link that was last seen at the end; saves walking the chain. */
  private head: Link | undefined

  constructor(private readonly mongo: Mongo) {}

  async append(id: string, entry: AuditEntry): Promise<void> {
    const links = this.mongo.collection<Link>('audit')
    const marker = `id:${id}`
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (await links.findById(marker).lean()) return
      const head = await this.findHead()
      const seq = (head?.seq ?? 0) + 1
      const previous = head?.hash ?? START
      const link: Link = { _id: key(seq), seq, id, previous, hash: hashOf(previous, seq, id, entry), entry }
      try {
        await links.collection.insertOne(link as never)
      } catch (error) {
        if (isDuplicateKey(error)) continue
        throw error
      }
      this.head = link
      await links.collection.insertOne({ _id: marker, seq } as never).catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error
      })
      return
    }
    throw new Error(`audit chain: ${ATTEMPTS_MAX} attempts to append ${id} were overtaken`)
  }

  /** Checks every link; returns the number of links or throws an error that names the first broken one. */
  async verify(): Promise<number> {
    const links = this.mongo.collection<Link>('audit')
    let previous = START
    for (let seq = 1; ; seq++) {
      const link = await links.findById(key(seq)).lean<Link>()
      if (!link) return seq - 1
      if (link.previous !== previous || link.hash !== hashOf(previous, seq, link.id, link.entry))
        throw new Error(`audit chain: link ${seq} (${link.id}) was changed`)
      previous = link.hash
    }
  }

  private async findHead(): Promise<Link | undefined> {
    const links = this.mongo.collection<Link>('audit')
    let head = this.head
    if (!head)
      head = (
        await links
          .find({ seq: { $exists: true }, previous: { $exists: true } } as never)
          .sort({ seq: -1 })
          .limit(1)
          .lean<Link[]>()
      )[0]
    for (;;) {
      const next: Link | null = await links.findById(key((head?.seq ?? 0) + 1)).lean<Link>()
      if (!next) return head
      head = next
    }
  }
}

const key = (seq: number): string => String(seq).padStart(12, '0')

const hashOf = (previous: string, seq: number, id: string, entry: AuditEntry): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        previous,
        seq,
        id,
        entry.at,
        entry.by,
        entry.action,
        entry.subject,
        Object.entries(entry.detail).sort(),
      ]),
    )
    .digest('hex')
