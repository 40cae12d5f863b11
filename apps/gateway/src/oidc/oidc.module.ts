import { Module } from '@nestjs/common'
import { SessionModule } from '../session/session.module.js'
import { OidcController } from './oidc.controller.js'
import { Provider } from './provider.js'
import { SignInWithProvider } from './sign-in-with-provider.js'

@Module({
  imports: [SessionModule],
  controllers: [OidcController],
  providers: [Provider, SignInWithProvider],
})
export class OidcModule {}
