import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Inject, Injectable } from '@nestjs/common'
import type { ChooseRow, KeptChoice, KeptPlaybook, SignatureState } from '@genba/contracts'
import { Clock, Mongo, isDuplicateKey, retryDuplicate } from '@genba/platform'
import { contentOf, inspectPlaybook, playbookVersion, readChoose, type Playbook } from '@genba/playbook'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { home, Judge } from './judge.js'

/** Enough to tell tables apart at a glance. */
const TABLE_ID_CHARS = 12

/** The playbooks and the table in this responder's folder, kept in the database so that every responder has them. */
@Injectable()
export class LoadFiles {
  constructor(
    private readonly mongo: Mongo,
    private readonly judge: Judge,
    private readonly clock: Clock,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
  ) {}

  /** Throws with every fault: a playbook that can't be run or whose signature does not hold, a table that names one that is missing. */
  async execute(): Promise<{ playbooks: Playbook[]; table: ChooseRow[] }> {
    const folder = this.config.PLAYBOOKS_DIR ?? join(home(), 'playbooks')
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
    const files = await Promise.all(
      names.map(async (name) => {
        const json = await readFile(join(folder, name), 'utf8')
        return { json, judged: await this.judge.judge(json, name) }
      }),
    )
    const faults = files.flatMap(({ judged }) => (judged.ok ? [] : judged.faults))
    if (faults.length > 0) throw new Error(`playbooks in ${folder} can't be used:\n${faults.join('\n')}`)
    const playbooks = files.flatMap(({ judged }) => (judged.ok ? [judged.playbook] : []))
    const ids = new Set(playbooks.map(({ id }) => id))
    const text = await readFile(join(folder, 'choose.yml'), 'utf8')
    const table = readChoose(text, 'choose.yml', ids)
    if (!table.ok) throw new Error(`the table in ${folder} can't be used:\n${table.faults.join('\n')}`)
    for (const { json, judged } of files) if (judged.ok) await this.keep(json, judged)
    await this.keepTable(text, table.table)
    return { playbooks, table: table.table }
  }

  /** For people to see; each responder chooses by what it has read itself. */
  private async keepTable(text: string, rows: ChooseRow[]): Promise<void> {
    const id = createHash('sha256').update(text).digest('hex').slice(0, TABLE_ID_CHARS)
    const { PLAYBOOKS_DIR: folder } = this.config
    const table: KeptChoice = { id, rows, ...(folder === undefined ? {} : { folder }), loadedAt: this.clock.now() }
    const choices = this.mongo.collection<KeptChoice>('choices').collection
    await retryDuplicate(() => choices.replaceOne({ _id: id as never }, table, { upsert: true }))
  }

  /** A version never changes; only signatures may be added to it (CACAO 2.0, 2.5). */
  private async keep(
    json: string,
    { playbook, signature }: { playbook: Playbook; signature: SignatureState },
  ): Promise<void> {
    const version = playbookVersion(playbook)
    const playbooks = this.mongo.collection<KeptPlaybook>('playbooks')
    const { id, modified, name } = playbook
    const document: KeptPlaybook = { id, modified, name, json, signature }
    try {
      await playbooks.collection.insertOne({ _id: version, ...document } as never)
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      const stored = await playbooks.findById(version).lean<KeptPlaybook>()
      const before = stored && inspectPlaybook(stored.json)
      const after = inspectPlaybook(json)
      if (!before?.ok || !after.ok || contentOf(before.playbook) !== contentOf(after.playbook))
        throw new Error(`playbook ${version} was changed without a new "modified"; set it to the time of the change`, {
          cause: error,
        })
      await playbooks.collection.updateOne({ _id: version as never }, { $set: { json, signature } })
    }
  }
}
