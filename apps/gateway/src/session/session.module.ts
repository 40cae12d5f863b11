import { Module } from '@nestjs/common'
import { Authenticate } from './authenticate.js'
import { CheckPassword } from './check-password.js'
import { EndSessions } from './end-sessions.js'
import { ExpireSessions } from './expire-sessions.js'
import { Limits } from './limits.js'
import { ListSessions } from './list-sessions.js'
import { OpenSession } from './open-session.js'
import { SecondFactor } from './second-factor.js'
import { SessionController } from './session.controller.js'
import { SessionStore } from './session.store.js'
import { SignIn } from './sign-in.js'
import { SignOut } from './sign-out.js'
import { UserStore } from './user.store.js'

@Module({
  controllers: [SessionController],
  providers: [
    UserStore,
    SessionStore,
    Limits,
    CheckPassword,
    SecondFactor,
    OpenSession,
    EndSessions,
    ListSessions,
    SignIn,
    SignOut,
    Authenticate,
    ExpireSessions,
  ],
  exports: [
    Authenticate,
    CheckPassword,
    SecondFactor,
    OpenSession,
    EndSessions,
    ListSessions,
    Limits,
    UserStore,
    SessionStore,
  ],
})
export class SessionModule {}
