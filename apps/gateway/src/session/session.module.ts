import { Module } from '@nestjs/common'
import { Authenticate } from './authenticate.js'
import { ExpireSessions } from './expire-sessions.js'
import { Limits } from './limits.js'
import { SessionController } from './session.controller.js'
import { SessionStore } from './session.store.js'
import { SignIn } from './sign-in.js'
import { SignOut } from './sign-out.js'
import { UserStore } from './user.store.js'

@Module({
  controllers: [SessionController],
  providers: [UserStore, SessionStore, Limits, SignIn, SignOut, Authenticate, ExpireSessions],
  exports: [Authenticate, SignOut],
})
export class SessionModule {}
