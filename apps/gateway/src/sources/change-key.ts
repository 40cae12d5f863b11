import { Injectable } from '@nestjs/common'
import { Refused, type NewKey, type Source, type SourceRow } from '@genba/contracts'
import { Access, AuditChain, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { hashKey, newKey, rowOf } from './key.js'
import { SourceStore } from './source.store.js'

type Of = { plant: string; source: string }

/** Ingest reads sources every two seconds: so long an old key is still good. */
@Injectable()
export class ChangeKey {
  constructor(
    private readonly sources: SourceStore,
    private readonly audit: AuditChain,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** A new key, told here and never again; the old one is good for `graceMs` more, so that senders can be changed one by one. */
  async rotate(actor: Person, of: Of, graceMs: number): Promise<NewKey> {
    this.access.require(actor, 'source.write', of.plant)
    const { previous: _, ...source } = await this.find(of)
    const now = this.clock.now()
    const key = newKey()
    const old = source.keyHash && graceMs > 0 ? { previous: { keyHash: source.keyHash, until: now + graceMs } } : {}
    const next: Source = { ...source, keyHash: hashKey(key), keyAt: now, ...old }
    await this.record(actor, 'source.key-rotated', of, now, { graceMs })
    await this.sources.replace(source, next)
    return { source: rowOf(next, now), key }
  }

  async revoke(actor: Person, of: Of): Promise<SourceRow> {
    this.access.require(actor, 'source.write', of.plant)
    const { previous: _, keyAt: __, ...source } = await this.find(of)
    const now = this.clock.now()
    const next: Source = { ...source, keyHash: '' }
    await this.record(actor, 'source.key-revoked', of, now, {})
    await this.sources.replace(source, next)
    return rowOf(next, now)
  }

  private async find({ plant, source }: Of): Promise<Source> {
    const found = await this.sources.get(source)
    if (found?.plant !== plant) throw new Refused('NOT_FOUND', { source })
    return found
  }

  private async record(
    actor: Person,
    action: string,
    { plant, source }: Of,
    at: number,
    detail: Record<string, number>,
  ): Promise<void> {
    const entry = { at, by: actor.user, action, subject: source, detail: { plant, ...detail } }
    await this.audit.append(`${action}~${source}~${at}`, entry)
  }
}
