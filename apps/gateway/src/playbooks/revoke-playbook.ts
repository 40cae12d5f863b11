import { Injectable } from '@nestjs/common'
import { Refused, type LibraryEntry, type Taken } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { LibraryStore } from './library.store.js'
import { ListPlaybooks } from './list-playbooks.js'
import { PlaybookStore } from './playbook.store.js'

/** No run of the playbook starts any more, unless a newer version comes; what runs goes on with the version that it has. */
@Injectable()
export class RevokePlaybook {
  constructor(
    private readonly store: PlaybookStore,
    private readonly library: LibraryStore,
    private readonly listing: ListPlaybooks,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Person, version: string, reason: string): Promise<Taken> {
    this.access.requireEverywhere(actor, 'playbook.write')
    const held = await this.store.get(version)
    const row = held && (await this.listing.rows([held.id])).find((each) => each.version === version)
    if (!row) throw new Refused('NOT_FOUND', { playbook: version })
    const told = `playbook-revoke~${version}`
    if (row.revoked) return { id: told }
    if (row.isDefault && row.state === 'current') throw new Refused('LAST_RESORT', { playbook: version })
    const { id: playbook, modified, name } = row
    const before = await this.library.get(version)
    const revoked = { by: actor.user, at: this.clock.now(), reason }
    const entry: LibraryEntry = { v: 1, id: version, version: 0, playbook, modified, name, ...before, revoked }
    const { at, by } = revoked
    const audit = { at, by, action: 'playbook.revoked', subject: version, detail: { name, reason } }
    if (!(await this.library.put(entry, [{ id: told, audit }])))
      throw new Refused('CHANGED_MEANWHILE', { playbook: version })
    return { id: told }
  }
}
