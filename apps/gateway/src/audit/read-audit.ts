import { Injectable } from '@nestjs/common'
import type { AuditLink, AuditList, AuditQuery } from '@genba/contracts'
import { Access, AuditTrail } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { flat, matches } from './match.js'

const READ = 500
/** Links looked at for one answer; one that finds too few says where to go on. */
const LOOKED_AT_MAX = 20_000

@Injectable()
export class ReadAudit {
  constructor(
    private readonly trail: AuditTrail,
    private readonly access: Access,
  ) {}

  /** Newest first. */
  async list(actor: Person, query: AuditQuery): Promise<AuditList> {
    this.access.requireEverywhere(actor, 'audit.read')
    const size = await this.trail.size()
    const links: AuditLink[] = []
    let seq = Math.min(size, (query.before ?? size + 1) - 1)
    const stop = Math.max(0, seq - LOOKED_AT_MAX)
    while (seq > stop && links.length < query.limit) {
      const from = Math.max(stop + 1, seq - READ + 1)
      const found = await this.read(from, seq, query)
      const some = found.reverse().slice(0, query.limit - links.length)
      links.push(...some)
      seq = links.length === query.limit ? (links.at(-1) as AuditLink).seq - 1 : from - 1
    }
    return { links, size, ...(seq > 0 ? { next: seq + 1 } : {}) }
  }

  /** Oldest first, all that match, in slices. */
  async *all(actor: Person, query: AuditQuery): AsyncGenerator<AuditLink[]> {
    this.access.requireEverywhere(actor, 'audit.read')
    const size = await this.trail.size()
    for (let seq = 1; seq <= size; seq += READ) yield await this.read(seq, Math.min(size, seq + READ - 1), query)
  }

  private async read(from: number, to: number, query: AuditQuery): Promise<AuditLink[]> {
    const found = [...(await this.trail.read(from, to)).values()].map(flat)
    return found.filter((link) => matches(link, query)).sort((a, b) => a.seq - b.seq)
  }
}
