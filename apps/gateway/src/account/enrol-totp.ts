import { Injectable } from '@nestjs/common'
import { Refused, type RecoveryCodes, type TotpEnrolment } from '@genba/contracts'
import { AuditChain, Clock } from '@genba/platform'
import { CheckPassword } from '../session/check-password.js'
import { Limits } from '../session/limits.js'
import { SecondFactor } from '../session/second-factor.js'
import { hashRecovery, newRecoveryCodes, newTotpSecret, totpUri } from '../session/totp.js'
import { UserStore } from '../session/user.store.js'
import type { Visitor } from '../session/visitor.js'

/** An authenticator for one's own account: asked with the password, on once a code of it was shown. */
@Injectable()
export class EnrolTotp {
  constructor(
    private readonly users: UserStore,
    private readonly checking: CheckPassword,
    private readonly factor: SecondFactor,
    private readonly limits: Limits,
    private readonly audit: AuditChain,
    private readonly clock: Clock,
  ) {}

  async begin({ actor }: Visitor, password: string): Promise<TotpEnrolment> {
    const { user } = await this.checking.execute(actor.user, password)
    await this.users.forgive(user.name)
    if (user.totp?.state === 'on') throw new Refused('CHANGED_MEANWHILE', { user: user.name })
    const secret = newTotpSecret()
    const sealed = this.factor.seal(secret, user.name)
    await this.users.setTotp(user.name, { secret: sealed, state: 'pending', lastStep: 0, recovery: [] })
    return { uri: totpUri(secret, user.name), secret }
  }

  async confirm({ actor }: Visitor, code: string): Promise<RecoveryCodes> {
    await this.limits.countCode(actor.user)
    const user = await this.users.get(actor.user)
    if (user?.totp?.state !== 'pending') throw new Refused('NOT_FOUND', { user: actor.user })
    if (!(await this.factor.takesCode(user, code))) throw new Refused('WRONG_CODE', { at: 'code' })
    const codes = newRecoveryCodes()
    const now = this.clock.now()
    const entry = { at: now, by: user.name, action: 'user.totp-on', subject: user.name, detail: {} }
    await this.audit.append(`user.totp-on~${user.name}~${now}`, entry)
    const taken = (await this.users.get(user.name))?.totp ?? user.totp
    await this.users.setTotp(user.name, { ...taken, state: 'on', recovery: codes.map(hashRecovery) })
    return { codes }
  }
}
