import { Controller, Param } from '@nestjs/common'
import type {
  ChangePasswordInput,
  CodeInput,
  Me,
  PasswordInput,
  RecoveryCodes,
  SessionList,
  TotpEnrolment,
} from '@genba/contracts'
import { Answers, BodyOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ChangePassword } from './change-password.js'
import { EnrolTotp } from './enrol-totp.js'
import { OwnSessions } from './own-sessions.js'
import { RemoveTotp } from './remove-totp.js'

/** What people do to their own account, which needs no permission. */
@Controller()
export class AccountController {
  constructor(
    private readonly changing: ChangePassword,
    private readonly enrolling: EnrolTotp,
    private readonly removing: RemoveTotp,
    private readonly sessions: OwnSessions,
  ) {}

  @Answers('changePassword')
  changePassword(@Visiting() visitor: Visitor, @BodyOf('changePassword') input: ChangePasswordInput): Promise<Me> {
    return this.changing.execute(visitor, input)
  }

  @Answers('beginTotp')
  beginTotp(@Visiting() visitor: Visitor, @BodyOf('beginTotp') { password }: PasswordInput): Promise<TotpEnrolment> {
    return this.enrolling.begin(visitor, password)
  }

  @Answers('confirmTotp')
  confirmTotp(@Visiting() visitor: Visitor, @BodyOf('confirmTotp') { code }: CodeInput): Promise<RecoveryCodes> {
    return this.enrolling.confirm(visitor, code)
  }

  @Answers('removeTotp')
  async removeTotp(@Visiting() visitor: Visitor, @BodyOf('removeTotp') { password }: PasswordInput): Promise<object> {
    await this.removing.execute(visitor, password)
    return {}
  }

  @Answers('listOwnSessions')
  listSessions(@Visiting() visitor: Visitor): Promise<SessionList> {
    return this.sessions.list(visitor)
  }

  @Answers('endOwnSession')
  async endSession(@Visiting() visitor: Visitor, @Param('session') session: string): Promise<object> {
    await this.sessions.end(visitor, session)
    return {}
  }
}
