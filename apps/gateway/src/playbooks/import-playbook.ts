import { webcrypto } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import {
  Refused,
  type Fault,
  type KeptChoice,
  type LibraryEntry,
  type PlaybookImported,
  type SignatureState,
} from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import {
  contentOf,
  inspectPlaybook,
  playbookVersion,
  refsOf,
  refusedBy,
  verifyPlaybook,
  type Playbook,
} from '@genba/playbook'
import type { GatewayConfig } from '../config.js'
import type { Person } from '../session/visitor.js'
import { GATEWAY_CONFIG } from '../tokens.js'
import { LibraryStore } from './library.store.js'
import { PlaybookStore, type Brief, type HeldPlaybook } from './playbook.store.js'
import { TrustList } from './trust-list.js'

/** Takes a playbook's text into the library as it is. The responders take it up; runs that have begun keep their version. */
@Injectable()
export class ImportPlaybook {
  constructor(
    private readonly store: PlaybookStore,
    private readonly library: LibraryStore,
    private readonly trust: TrustList,
    private readonly access: Access,
    private readonly clock: Clock,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** Refuses with every fault by its place. The same text again changes nothing; a playbook that Genba can't run is kept and shown. */
  async execute(actor: Person, text: string): Promise<PlaybookImported> {
    this.access.requireEverywhere(actor, 'playbook.write')
    const inspected = inspectPlaybook(text)
    if (!inspected.ok) throw faulty(inspected.faults)
    const { playbook, refusals: problems } = inspected
    const at = this.clock.now()
    const signature = await this.checked(playbook, at)
    const [briefs, table] = await Promise.all([this.store.briefs(), this.store.tableInForce()])
    const faults = [...callsWhatIsMissing(playbook, briefs), ...disarmsDefault(playbook, table)]
    if (faults.length > 0) throw faulty(faults)
    const version = playbookVersion(playbook)
    const before = await this.store.get(version)
    if (before) {
      if (!isSameContent(before, playbook)) throw faulty([{ at: '/modified', what: CHANGED }])
      return { version, signature: before.signature, problems }
    }
    const { id, modified, name } = playbook
    const imported = { json: text, by: actor.user, at, signature }
    const entry: LibraryEntry = { v: 1, id: version, version: 0, playbook: id, modified, name, imported }
    const detail = { name, signature: wordsOf(signature), problems: problems.length }
    const audit = { at, by: actor.user, action: 'playbook.imported', subject: version, detail }
    if (!(await this.library.put(entry, [{ id: `playbook-import~${version}`, audit }])))
      throw new Refused('CHANGED_MEANWHILE', { playbook: version })
    return { version, signature, problems }
  }

  private async checked(playbook: Playbook, now: number): Promise<SignatureState> {
    const facts = { trust: await this.trust.read(), subtle: webcrypto.subtle, now }
    const signature = await verifyPlaybook(playbook, facts)
    const why = refusedBy(signature, this.config.PLAYBOOK_IMPORTS)
    if (why) throw new Refused('NOT_TRUSTED', { at: '/signatures', message: why })
    return signature
  }
}

const CHANGED = 'this version is here with other content; set it to the time of the change'

const faulty = (faults: Fault[]): Refused =>
  new Refused('BAD_INPUT', { at: faults[0]?.at ?? '', message: faults[0]?.what ?? '', faults })

/** Added signatures are no change (CACAO 2.0, 2.5). */
function isSameContent({ json }: HeldPlaybook, playbook: Playbook): boolean {
  const before = inspectPlaybook(json)
  return before.ok && contentOf(before.playbook) === contentOf(playbook)
}

/** Own calls count: the playbook may call itself. */
function callsWhatIsMissing(playbook: Playbook, held: readonly Brief[]): Fault[] {
  const known = new Set([playbook.id, playbookVersion(playbook), ...held.flatMap(({ id, version }) => [id, version])])
  const missing = refsOf(playbook).filter((ref) => !known.has(ref))
  return missing.map((ref) => ({ at: '/workflow', what: `no playbook ${ref} is here to call; import it first` }))
}

function disarmsDefault({ id, revoked }: Playbook, table: KeptChoice | undefined): Fault[] {
  if (!revoked || table?.rows.at(-1)?.playbook !== id) return []
  return [{ at: '/revoked', what: 'the default playbook answers what no other does; it is not revoked' }]
}

const wordsOf = (signature: SignatureState): string =>
  signature.is === 'trusted' ? `trusted, by ${signature.by}` : signature.is
