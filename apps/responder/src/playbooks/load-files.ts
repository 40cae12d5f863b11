import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Inject, Injectable } from '@nestjs/common'
import type { KeptPlaybook, SignatureState } from '@genba/contracts'
import { Mongo, isDuplicateKey } from '@genba/platform'
import { contentOf, inspectPlaybook, playbookVersion, readChoose, type ChooseRow, type Playbook } from '@genba/playbook'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { home, Judge } from './judge.js'

/** The playbooks and the table in this responder's folder, kept in the database so that every responder has them. */
@Injectable()
export class LoadFiles {
  constructor(
    private readonly mongo: Mongo,
    private readonly judge: Judge,
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
    const table = readChoose(await readFile(join(folder, 'choose.yml'), 'utf8'), 'choose.yml', ids)
    if (!table.ok) throw new Error(`the table in ${folder} can't be used:\n${table.faults.join('\n')}`)
    for (const { json, judged } of files) if (judged.ok) await this.keep(json, judged, table.table)
    return { playbooks, table: table.table }
  }

  /** A version never changes; only signatures may be added to it (CACAO 2.0, 2.5). */
  private async keep(
    json: string,
    { playbook, signature }: { playbook: Playbook; signature: SignatureState },
    table: readonly ChooseRow[],
  ): Promise<void> {
    const version = playbookVersion(playbook)
    const playbooks = this.mongo.collection<KeptPlaybook>('playbooks')
    const { id, modified, name } = playbook
    const rows = table.filter((row) => row.playbook === id).length
    const isDefault = table.at(-1)?.playbook === id
    const document: KeptPlaybook = { id, modified, name, json, signature, rows, isDefault }
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
      await playbooks.collection.updateOne({ _id: version as never }, { $set: { json, signature, rows, isDefault } })
    }
  }
}
