import { Inject, Injectable } from '@nestjs/common'
import { Refused, type User } from '@genba/contracts'
import { Clock, type Secret } from '@genba/platform'
import type { GatewayConfig } from '../config.js'
import { GATEWAY_CONFIG } from '../tokens.js'
import { seal, unseal } from './seal.js'
import { hashRecovery, stepOf } from './totp.js'
import { UserStore } from './user.store.js'

/** Codes of authenticators and recovery codes, each good once. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly users: UserStore,
    private readonly clock: Clock,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** For storing. Throws Refused NOT_CONFIGURED without GENBA_SEAL_KEY. */
  seal(secret: string, user: string): string {
    return seal(secret, this.key(), user)
  }

  /** Takes a code of the user's authenticator. False when it is none, or was shown before. */
  async takesCode({ name, totp }: User, code: string): Promise<boolean> {
    if (!totp) return false
    const step = stepOf(code, unseal(totp.secret, this.key(), name), this.clock.now())
    return step !== undefined && this.users.takeStep(name, step)
  }

  /** Takes a code of the authenticator or a recovery code. */
  async takes(user: User, code: string): Promise<boolean> {
    if (user.totp?.state !== 'on') return false
    return (await this.takesCode(user, code)) || this.users.takeRecovery(user.name, hashRecovery(code))
  }

  private key(): Secret {
    const key = this.config.GENBA_SEAL_KEY
    if (!key) throw new Refused('NOT_CONFIGURED', { message: 'GENBA_SEAL_KEY is not set' })
    return key
  }
}
