import { Module } from '@nestjs/common'
import { SessionModule } from '../session/session.module.js'
import { ChangeUser } from './change-user.js'
import { CreateUser } from './create-user.js'
import { ListUsers } from './list-users.js'
import { ResetUser } from './reset-user.js'
import { UserSessions } from './user-sessions.js'
import { UsersController } from './users.controller.js'

@Module({
  imports: [SessionModule],
  controllers: [UsersController],
  providers: [ListUsers, CreateUser, ChangeUser, ResetUser, UserSessions],
})
export class UsersModule {}
