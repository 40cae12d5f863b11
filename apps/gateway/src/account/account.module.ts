import { Module } from '@nestjs/common'
import { SessionModule } from '../session/session.module.js'
import { AccountController } from './account.controller.js'
import { ChangePassword } from './change-password.js'
import { EnrolTotp } from './enrol-totp.js'
import { OwnSessions } from './own-sessions.js'
import { RemoveTotp } from './remove-totp.js'

@Module({
  imports: [SessionModule],
  controllers: [AccountController],
  providers: [ChangePassword, EnrolTotp, RemoveTotp, OwnSessions],
})
export class AccountModule {}
