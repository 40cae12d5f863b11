import { Injectable } from '@nestjs/common'
import { Refused, may, mayEverywhere, type Actor, type Permission } from '@genba/contracts'

/** The one place that says who may do what, over the contracts' table. */
@Injectable()
export class Access {
  /** Throws Refused NOT_ALLOWED. */
  require(actor: Actor, permission: Permission, plant?: string): void {
    if (!may(actor, permission, plant)) throw new Refused('NOT_ALLOWED', { permission, ...(plant ? { plant } : {}) })
  }

  /** For what belongs to no plant. Throws Refused NOT_ALLOWED. */
  requireEverywhere(actor: Actor, permission: Permission): void {
    if (!mayEverywhere(actor, permission)) throw new Refused('NOT_ALLOWED', { permission })
  }
}
