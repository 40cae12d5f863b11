import { Injectable } from '@nestjs/common'
import { Refused, type ChoiceTable, type KeptChoice, type PlaybookRow } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { ListPlaybooks } from './list-playbooks.js'
import { PlaybookStore } from './playbook.store.js'

/** Which playbook answers what, by the table in force, and why. Read only: the table is a file of the responders (decision 0017). */
@Injectable()
export class ShowChoice {
  constructor(
    private readonly store: PlaybookStore,
    private readonly listing: ListPlaybooks,
    private readonly access: Access,
  ) {}

  /** Throws Refused NOT_FOUND before any responder has started. */
  async table(actor: Person): Promise<ChoiceTable> {
    this.access.require(actor, 'response.read')
    return { table: await this.shown() }
  }

  /** As `table`, for who has asked for the permission already. */
  async shown(): Promise<ChoiceTable['table']> {
    const table = await this.store.tableInForce()
    if (!table) throw new Refused('NOT_FOUND', { at: 'choices' })
    const playbooks = await this.listing.rows([...new Set(table.rows.map(({ playbook }) => playbook))])
    return { ...table, rows: table.rows.map((row) => ({ ...row, ...startOf(row, playbooks) })) }
  }
}

function startOf({ playbook }: KeptChoice['rows'][number], all: readonly PlaybookRow[]) {
  const own = all.filter(({ id }) => id === playbook)
  const current = own.find(({ state }) => state === 'current')
  const named = current ?? own[0]
  return { ...(named ? { title: named.title } : {}), ...(current ? { current: current.version } : {}) }
}
