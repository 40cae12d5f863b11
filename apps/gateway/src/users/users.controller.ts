import { Controller, Param } from '@nestjs/common'
import type {
  ChangeUserInput,
  CreateUserInput,
  Ended,
  NewPassword,
  SessionList,
  UserList,
  UserRow,
} from '@genba/contracts'
import { Answers, BodyOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ChangeUser } from './change-user.js'
import { CreateUser } from './create-user.js'
import { ListUsers } from './list-users.js'
import { ResetUser } from './reset-user.js'
import { UserSessions } from './user-sessions.js'

@Controller()
export class UsersController {
  constructor(
    private readonly listing: ListUsers,
    private readonly creating: CreateUser,
    private readonly changing: ChangeUser,
    private readonly resetting: ResetUser,
    private readonly sessions: UserSessions,
  ) {}

  @Answers('listUsers')
  list(@Visiting() { actor }: Visitor): Promise<UserList> {
    return this.listing.execute(actor)
  }

  @Answers('createUser')
  create(@Visiting() { actor }: Visitor, @BodyOf('createUser') input: CreateUserInput): Promise<NewPassword> {
    return this.creating.execute(actor, input)
  }

  @Answers('changeUser')
  change(
    @Visiting() { actor }: Visitor,
    @Param('user') user: string,
    @BodyOf('changeUser') input: ChangeUserInput,
  ): Promise<UserRow> {
    return this.changing.execute(actor, user, input)
  }

  @Answers('resetPassword')
  resetPassword(@Visiting() { actor }: Visitor, @Param('user') user: string): Promise<NewPassword> {
    return this.resetting.password(actor, user)
  }

  @Answers('resetTotp')
  resetTotp(@Visiting() { actor }: Visitor, @Param('user') user: string): Promise<UserRow> {
    return this.resetting.totp(actor, user)
  }

  @Answers('listSessions')
  listSessions(@Visiting() visitor: Visitor, @Param('user') user: string): Promise<SessionList> {
    return this.sessions.list(visitor, user)
  }

  @Answers('endSessions')
  endSessions(@Visiting() { actor }: Visitor, @Param('user') user: string): Promise<Ended> {
    return this.sessions.endAll(actor, user)
  }

  @Answers('endSession')
  endSession(
    @Visiting() visitor: Visitor,
    @Param('user') user: string,
    @Param('session') session: string,
  ): Promise<Ended> {
    return this.sessions.end(visitor, user, session)
  }
}
