import { webcrypto } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Inject, Injectable } from '@nestjs/common'
import type { SignatureState } from '@genba/contracts'
import { Clock, LOG, type Log } from '@genba/platform'
import {
  inspectPlaybook,
  readTrust,
  refusedBy,
  sayFault,
  verifyPlaybook,
  type Playbook,
  type Trust,
} from '@genba/playbook'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'

export type Judged = { ok: true; playbook: Playbook; signature: SignatureState } | { ok: false; faults: string[] }

/** Whether this responder may run a playbook: readable, runnable, and signed as its setting asks. */
@Injectable()
export class Judge {
  private trust: Promise<Trust> | undefined

  constructor(
    private readonly clock: Clock,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** `from` begins each fault. What was signed is the playbook as it came, without the defaults that Genba fills in. */
  async judge(json: string, from: string): Promise<Judged> {
    const inspected = inspectPlaybook(json)
    if (!inspected.ok) return { ok: false, faults: inspected.faults.map((fault) => `${from} ${sayFault(fault)}`) }
    if (!inspected.runnable)
      return { ok: false, faults: inspected.refusals.map((fault) => `${from} ${sayFault(fault)}`) }
    const trust = await (this.trust ??= this.readTrust())
    const facts = { trust, subtle: webcrypto.subtle, now: this.clock.now() }
    const signature = await verifyPlaybook(inspected.playbook, facts)
    const rule = this.config.PLAYBOOK_SIGNATURES
    const why = refusedBy(signature, rule)
    if (why) return { ok: false, faults: [`${from}: ${why} (PLAYBOOK_SIGNATURES=${rule})`] }
    if (signature.is !== 'trusted') this.log.warn({ from, signature }, 'a playbook that nobody trusted has signed')
    return { ok: true, playbook: inspected.runnable, signature }
  }

  private async readTrust(): Promise<Trust> {
    const file = this.config.PLAYBOOK_TRUST ?? join(home(), 'trust.json')
    return readTrust(await readFile(file, 'utf8'), file)
  }
}

/** What comes with Genba: `playbooks/` and `trust.json`. */
export const home = (): string => dirname(fileURLToPath(import.meta.resolve('@genba/playbook/package.json')))
