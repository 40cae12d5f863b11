import { Injectable } from '@nestjs/common'
import type { AuditVerification } from '@genba/contracts'
import { Access, AuditTrail, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'

@Injectable()
export class VerifyAudit {
  private running: Promise<AuditVerification> | undefined

  constructor(
    private readonly trail: AuditTrail,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Reads the whole chain; asked while it runs, it is the same reading. */
  execute(actor: Person): Promise<AuditVerification> {
    this.access.requireEverywhere(actor, 'audit.read')
    this.running ??= this.inspect().finally(() => (this.running = undefined))
    return this.running
  }

  private async inspect(): Promise<AuditVerification> {
    return { at: this.clock.now(), ...(await this.trail.inspect()) }
  }
}
