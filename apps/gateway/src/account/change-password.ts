import { Inject, Injectable } from '@nestjs/common'
import { Refused, type ChangePasswordInput, type Me } from '@genba/contracts'
import { AuditChain, Clock } from '@genba/platform'
import type { GatewayConfig } from '../config.js'
import { CheckPassword } from '../session/check-password.js'
import { EndSessions } from '../session/end-sessions.js'
import { meOf } from '../session/me.js'
import { hashPassword, isStrong, verifyPassword } from '../session/password.js'
import { UserStore } from '../session/user.store.js'
import type { Visitor } from '../session/visitor.js'
import { GATEWAY_CONFIG } from '../tokens.js'

@Injectable()
export class ChangePassword {
  constructor(
    private readonly users: UserStore,
    private readonly checking: CheckPassword,
    private readonly ending: EndSessions,
    private readonly audit: AuditChain,
    private readonly clock: Clock,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** Ends all other sessions of the user: whoever has the old password is out. Throws Refused WEAK_PASSWORD. */
  async execute({ actor, session }: Visitor, { current, next }: ChangePasswordInput): Promise<Me> {
    const name = actor.user
    const { user } = await this.checking.execute(name, current)
    await this.users.forgive(name)
    const isSeed = user.seed !== undefined && (await verifyPassword(next, user.seed.password))
    if (next === current || isSeed || !isStrong(next, name)) throw new Refused('WEAK_PASSWORD', { at: 'next' })
    const password = await hashPassword(next)
    const now = this.clock.now()
    const entry = { at: now, by: name, action: 'user.password-changed', subject: name, detail: {} }
    await this.audit.append(`user.password-changed~${name}~${now}`, entry)
    await this.users.change(name, { password, mustChange: undefined })
    await this.ending.ofUser(name, name, session)
    const { mustChange: _, ...rest } = user
    return meOf({ ...rest, password }, this.config.GENBA_TOTP_ROLES)
  }
}
