import { Inject, Injectable } from '@nestjs/common'
import { Refused, type User } from '@genba/contracts'
import { AuditChain, Clock } from '@genba/platform'
import type { GatewayConfig } from '../config.js'
import { OpenSession } from '../session/open-session.js'
import { UserStore } from '../session/user.store.js'
import type { From } from '../session/visitor.js'
import { GATEWAY_CONFIG } from '../tokens.js'
import { displayNameOf, grantsOf, nameOf } from './person.js'
import { Provider, type Journey } from './provider.js'

/** Opens a session for whoever the provider says it is. Roles and plants are those of the claim, each time anew. */
@Injectable()
export class SignInWithProvider {
  constructor(
    private readonly provider: Provider,
    private readonly users: UserStore,
    private readonly opening: OpenSession,
    private readonly audit: AuditChain,
    private readonly clock: Clock,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** Throws Refused NO_ROLE, and NAME_TAKEN where a local user or another person of the provider has the name. */
  async execute(search: string, journey: Journey, from: From): Promise<string> {
    const claims = await this.provider.end(search, journey)
    const name = nameOf(claims, this.config.GENBA_OIDC_NAME_CLAIM)
    const grants = grantsOf(claims, this.config.GENBA_OIDC_CLAIM, this.config.GENBA_OIDC_GRANTS)
    if (!name || grants.length === 0) throw new Refused('NO_ROLE')
    const known = await this.users.get(name)
    const oidc = { issuer: claims.iss, subject: claims.sub }
    if (known && (known.oidc?.issuer !== oidc.issuer || known.oidc.subject !== oidc.subject))
      throw new Refused('NAME_TAKEN')
    if (known?.isDisabled) throw new Refused('ACCOUNT_DISABLED')
    const user: User = { failures: 0, ...known, v: 1, name, displayName: displayNameOf(claims, name), grants, oidc }
    await this.record(user, known)
    await this.users.put(user)
    return this.opening.execute(user, 'oidc', from)
  }

  private async record({ name, grants }: User, known: User | undefined): Promise<void> {
    const said = JSON.stringify(grants)
    if (known && JSON.stringify(known.grants) === said) return
    const now = this.clock.now()
    const action = known ? 'user.changed' : 'user.created'
    const detail = { grants: said, via: 'oidc' }
    await this.audit.append(`${action}~${name}~${now}`, { at: now, by: name, action, subject: name, detail })
  }
}
