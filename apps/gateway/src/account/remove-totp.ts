import { Injectable } from '@nestjs/common'
import { Refused } from '@genba/contracts'
import { AuditChain, Clock } from '@genba/platform'
import { CheckPassword } from '../session/check-password.js'
import { UserStore } from '../session/user.store.js'
import type { Visitor } from '../session/visitor.js'

@Injectable()
export class RemoveTotp {
  constructor(
    private readonly users: UserStore,
    private readonly checking: CheckPassword,
    private readonly audit: AuditChain,
    private readonly clock: Clock,
  ) {}

  /** Throws Refused NOT_ALLOWED where a role of the person demands the second factor. */
  async execute({ actor, me }: Visitor, password: string): Promise<void> {
    if (me.needsTotp) throw new Refused('NOT_ALLOWED')
    const { user } = await this.checking.execute(actor.user, password)
    await this.users.forgive(user.name)
    const now = this.clock.now()
    const entry = { at: now, by: user.name, action: 'user.totp-off', subject: user.name, detail: {} }
    await this.audit.append(`user.totp-off~${user.name}~${now}`, entry)
    await this.users.setTotp(user.name, undefined)
  }
}
