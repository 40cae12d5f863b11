import { Injectable } from '@nestjs/common'
import { Refused, type PlaybookDifference, type PlaybookPage } from '@genba/contracts'
import { Access } from '@genba/platform'
import { fieldsChanged, inspectPlaybook, outlineOf, stepsChanged, type Playbook } from '@genba/playbook'
import type { Person } from '../session/visitor.js'
import { ListPlaybooks } from './list-playbooks.js'
import { PlaybookStore, type HeldPlaybook } from './playbook.store.js'

/** One version of a playbook: as people read it, as it came, and how it differs from another. */
@Injectable()
export class GetPlaybook {
  constructor(
    private readonly store: PlaybookStore,
    private readonly listing: ListPlaybooks,
    private readonly access: Access,
  ) {}

  async page(actor: Person, version: string): Promise<PlaybookPage> {
    this.access.require(actor, 'response.read')
    const held = await this.held(version)
    const row = (await this.listing.rows([held.id])).find((each) => each.version === version)
    if (!row) throw new Refused('NOT_FOUND', { playbook: version })
    const inspected = inspectPlaybook(held.json)
    if (!inspected.ok) return { row, problems: inspected.faults, steps: [], playbook: objectOf(held.json) }
    const { playbook, refusals, runnable } = inspected
    return {
      row,
      problems: refusals,
      start: playbook.workflow_start,
      ...(playbook.workflow_exception === undefined ? {} : { exception: playbook.workflow_exception }),
      steps: outlineOf(runnable ?? playbook),
      playbook: objectOf(held.json),
    }
  }

  /** The very text that was imported or that the file held. */
  async file(actor: Person, version: string): Promise<{ name: string; text: string }> {
    this.access.require(actor, 'response.read')
    const { id, modified, json } = await this.held(version)
    return { name: `${id}_${modified.replaceAll(/[^0-9A-Za-z.-]/g, '')}.json`, text: json }
  }

  async difference(actor: Person, version: string, from: string): Promise<PlaybookDifference> {
    this.access.require(actor, 'response.read')
    const [before, after] = await Promise.all([this.read(from), this.read(version)])
    return { from, to: version, playbook: fieldsChanged(before, after), steps: stepsChanged(before, after) }
  }

  private async read(version: string): Promise<Playbook> {
    const inspected = inspectPlaybook((await this.held(version)).json)
    if (inspected.ok) return inspected.playbook
    throw new Refused('BAD_INPUT', { at: version, message: 'this version can not be read', faults: inspected.faults })
  }

  private async held(version: string): Promise<HeldPlaybook> {
    const held = await this.store.get(version)
    if (!held) throw new Refused('NOT_FOUND', { playbook: version })
    return held
  }
}

/** Of a text that was read before; one that is no JSON object any more shows as empty, its faults say why. */
function objectOf(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {}
  } catch {
    return {}
  }
}
