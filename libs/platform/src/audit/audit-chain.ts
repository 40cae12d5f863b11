import { Injectable } from '@nestjs/common'
import { Mongo, isDuplicateKey } from '../mongo/mongo.js'
import { START, hashOf, keyOf, type AuditEntry, type StoredLink } from './audit-link.js'
import { AuditTrail } from './audit-trail.js'

const ATTEMPTS_MAX = 20
/** At least as many as one process appends at once, so that what it could not mark before it ended is found. */
const UNMARKED_MAX = 1_000

/**
 * Who did what, append only: each link holds the hash of the one before. Appending the same id again changes nothing.
 * Several processes may append: the sequence number is the key, so of two that race one is refused and looks again.
 */
@Injectable()
export class AuditChain {
  /** The link that was last seen at the end, and up to which all are marked; saves walking the chain. */
  private head: StoredLink | undefined

  constructor(private readonly mongo: Mongo) {}

  append(id: string, entry: AuditEntry): Promise<void> {
    return this.appendAll([{ id, audit: entry }])
  }

  /** In this order, with as few requests for many as for one. */
  async appendAll(entries: readonly { id: string; audit: AuditEntry }[]): Promise<void> {
    const links = this.mongo.collection<StoredLink>('audit')
    const all = [...new Map(entries.map((entry) => [markerOf(entry.id), entry]))]
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (all.length === 0) return
      const head = await this.findHead()
      const known = await links.find({ _id: { $in: all.map(([marker]) => marker) } } as never).lean<{ _id: string }[]>()
      const isKnown = new Set(known.map(({ _id }) => _id))
      const added = chainUp(
        head,
        all.filter(([marker]) => !isKnown.has(marker)).map(([, entry]) => entry),
      )
      if (added.length === 0) return
      try {
        await links.collection.insertMany(added as never[], { ordered: true })
      } catch (error) {
        // What another process was faster with ends the row; what stands before it is in, and is found next time.
        if (isDuplicateKey(error)) continue
        throw error
      }
      // Only then the head: were the mark lost, the next attempt would find no link of these ids and append them again.
      await this.mark(added)
      this.head = added.at(-1)
      return
    }
    throw new Error(`audit chain: ${ATTEMPTS_MAX} attempts to append ${all[0]?.[1].id} were overtaken`)
  }

  /** Markers are what an id is looked up by; one that is there already is as good. */
  private async mark(added: readonly StoredLink[]): Promise<void> {
    if (added.length === 0) return
    const markers = added.map(({ id, seq }) => ({ _id: markerOf(id), seq }))
    await this.mongo
      .collection<StoredLink>('audit')
      .collection.insertMany(markers as never[], { ordered: false })
      .catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error
      })
  }

  /** Checks every link; returns the number of links or throws an error that names the first broken one. */
  async verify(): Promise<number> {
    const { links, broken } = await new AuditTrail(this.mongo).inspect()
    if (broken)
      throw new Error(`audit chain: link ${broken.seq} was ${broken.why === 'changed' ? 'changed' : 'taken out'}`)
    return links
  }

  /** The last link. Links that a process wrote before it could mark them are marked on the way. */
  private async findHead(): Promise<StoredLink | undefined> {
    const links = this.mongo.collection<StoredLink>('audit')
    let { head } = this
    if (!head) {
      const newest = await links
        .find({ seq: { $exists: true }, previous: { $exists: true } } as never)
        .sort({ seq: -1 })
        .limit(UNMARKED_MAX)
        .lean<StoredLink[]>()
      await this.mark(newest)
      head = newest[0]
    }
    const unseen: StoredLink[] = []
    for (;;) {
      const next: StoredLink | null = await links.findById(keyOf((head?.seq ?? 0) + 1)).lean<StoredLink>()
      if (!next) break
      unseen.push(next)
      head = next
    }
    await this.mark(unseen)
    this.head = head
    return head
  }
}

function chainUp(head: StoredLink | undefined, entries: readonly { id: string; audit: AuditEntry }[]): StoredLink[] {
  const added: StoredLink[] = []
  for (const { id, audit } of entries) {
    const last = added.at(-1) ?? head
    const [seq, previous] = [(last?.seq ?? 0) + 1, last?.hash ?? START]
    added.push({ _id: keyOf(seq), seq, id, previous, hash: hashOf(previous, seq, id, audit), entry: audit })
  }
  return added
}

const markerOf = (id: string): string => `id:${id}`
