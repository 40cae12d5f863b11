import { Module } from '@nestjs/common'
import { AuditController } from './audit.controller.js'
import { ReadAudit } from './read-audit.js'
import { VerifyAudit } from './verify-audit.js'

@Module({ controllers: [AuditController], providers: [ReadAudit, VerifyAudit] })
export class AuditModule {}
