import { Inject, Injectable } from '@nestjs/common'
import { Refused, type Me, type SignIn as SignInInput, type User } from '@genba/contracts'
import type { GatewayConfig } from '../config.js'
import { GATEWAY_CONFIG } from '../tokens.js'
import { CheckPassword } from './check-password.js'
import { Limits } from './limits.js'
import { meOf } from './me.js'
import { OpenSession } from './open-session.js'
import { SecondFactor } from './second-factor.js'
import { UserStore } from './user.store.js'
import type { From } from './visitor.js'

@Injectable()
export class SignIn {
  constructor(
    private readonly users: UserStore,
    private readonly limits: Limits,
    private readonly checking: CheckPassword,
    private readonly factor: SecondFactor,
    private readonly opening: OpenSession,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** Opens a session. Public: nobody is signed in yet, so limits stand where a permission would be asked. */
  async execute(input: SignInInput, from: From): Promise<{ token: string; me: Me }> {
    await this.limits.countAddress(from.address)
    const { user, tries } = await this.checking.execute(input.user, input.password)
    if (user.isDisabled) throw new Refused('ACCOUNT_DISABLED')
    if (user.totp?.state === 'on') await this.checkCode(user, input.code, tries)
    await this.users.forgive(user.name)
    await this.limits.forgiveAddress(from.address)
    return { token: await this.opening.execute(user, 'password', from), me: meOf(user, this.config.GENBA_TOTP_ROLES) }
  }

  /** A wrong code counts as a wrong password does: whoever has the password can't go through all codes. */
  private async checkCode(user: User, code: string | undefined, tries: number): Promise<void> {
    if (code === undefined) {
      await this.users.takeBackTry(user.name)
      throw new Refused('CODE_NEEDED')
    }
    if (await this.factor.takes(user, code)) return
    await this.checking.fail(user.name, tries)
    throw new Refused('WRONG_CODE')
  }
}
