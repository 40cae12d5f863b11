import { Inject, Injectable } from '@nestjs/common'
import { KeptPlaybook, LibraryEntry } from '@genba/contracts'
import { LOG, Mongo, type Log, type Stored } from '@genba/platform'
import { readPlaybook, type Playbook } from '@genba/playbook'
import { Judge } from './judge.js'

/** What the database has on playbooks: files of every responder, what people imported, what they revoked. */
@Injectable()
export class Library {
  /** Versions (`id@modified`) that people revoked. */
  readonly revoked = new Set<string>()
  /** What was looked at: of an entry of the library its version, which counts on when it is revoked. */
  private readonly seen = new Map<string, number>()

  constructor(
    private readonly mongo: Mongo,
    private readonly judge: Judge,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Versions that came since it was last asked and that may run here. What may not is told once and left out. */
  async news(): Promise<Playbook[]> {
    const [kept, entries] = await Promise.all([
      this.kept.find().select(['_id']).lean<{ _id: string }[]>(),
      this.entries.find().select(['version']).lean<{ _id: string; version: number }[]>(),
    ])
    const found: Playbook[] = []
    for (const { _id } of kept) {
      if (this.seen.has(`kept ${_id}`)) continue
      found.push(...(await this.judged(_id, (await this.kept.findById(_id).lean<Stored<KeptPlaybook>>())?.json)))
      this.seen.set(`kept ${_id}`, 0)
    }
    for (const { _id, version } of entries) {
      if (this.seen.get(`entry ${_id}`) === version) continue
      const entry = LibraryEntry.parse(await this.entries.findById(_id).lean<Stored<LibraryEntry>>())
      if (entry.revoked) this.revoked.add(_id)
      found.push(...(await this.judged(_id, entry.imported?.json)))
      this.seen.set(`entry ${_id}`, version)
    }
    return found
  }

  /** A version that some run began with, also one whose file is gone or that may not start any more. */
  async get(version: string): Promise<Playbook> {
    const json =
      (await this.kept.findById(version).lean<Stored<KeptPlaybook>>())?.json ??
      (await this.entries.findById(version).lean<Stored<LibraryEntry>>())?.imported?.json
    if (json === undefined) throw new Error(`playbook ${version} is not in the database`)
    const read = readPlaybook(json, version)
    if (!read.ok)
      throw new Error(`playbook ${version} can't be run by this version of Genba:\n${read.faults.join('\n')}`)
    return read.playbook
  }

  private async judged(version: string, json: string | undefined): Promise<Playbook[]> {
    if (json === undefined) return []
    const judged = await this.judge.judge(json, version)
    if (judged.ok) return [judged.playbook]
    this.log.warn({ version, faults: judged.faults }, 'a playbook of the library does not run here')
    return []
  }

  private get kept() {
    return this.mongo.collection<KeptPlaybook>('playbooks')
  }

  private get entries() {
    return this.mongo.collection<LibraryEntry>('library')
  }
}
