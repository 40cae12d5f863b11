import { Controller, Res } from '@nestjs/common'
import type { AuditList, AuditQuery, AuditVerification } from '@genba/contracts'
import type { Response } from 'express'
import { Answers, QueryOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ReadAudit } from './read-audit.js'
import { VerifyAudit } from './verify-audit.js'

@Controller()
export class AuditController {
  constructor(
    private readonly reading: ReadAudit,
    private readonly verifying: VerifyAudit,
  ) {}

  @Answers('listAudit')
  list(@Visiting() { actor }: Visitor, @QueryOf('listAudit') query: AuditQuery): Promise<AuditList> {
    return this.reading.list(actor, query)
  }

  @Answers('verifyAudit')
  verify(@Visiting() { actor }: Visitor): Promise<AuditVerification> {
    return this.verifying.execute(actor)
  }

  @Answers('exportAudit')
  async export(
    @Visiting() { actor }: Visitor,
    @QueryOf('exportAudit') query: AuditQuery,
    @Res() response: Response,
  ): Promise<void> {
    response.type('application/x-ndjson').attachment('genba-audit.ndjson')
    for await (const links of this.reading.all(actor, query)) {
      const text = links.map((link) => `${JSON.stringify(link)}\n`).join('')
      if (!response.write(text)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve))
      if (response.destroyed) return
    }
    response.end()
  }
}
