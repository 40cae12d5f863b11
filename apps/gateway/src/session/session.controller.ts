import { Controller, Inject, Req, Res } from '@nestjs/common'
import type { Me, SignIn as SignInInput } from '@genba/contracts'
import type { Request, Response } from 'express'
import type { GatewayConfig } from '../config.js'
import { Answers, BodyOf, Visiting } from '../routes/route.js'
import { GATEWAY_CONFIG } from '../tokens.js'
import { SESSION_MS } from './open-session.js'
import { SignIn } from './sign-in.js'
import { SignOut } from './sign-out.js'
import { fromOf } from './from.js'
import { sessionCookie } from './token.js'
import type { Visitor } from './visitor.js'

@Controller()
export class SessionController {
  constructor(
    private readonly opening: SignIn,
    private readonly closing: SignOut,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  @Answers('signIn')
  async signIn(
    @BodyOf('signIn') input: SignInInput,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Me> {
    const { token, me } = await this.opening.execute(input, fromOf(request))
    response.setHeader('set-cookie', sessionCookie(token, SESSION_MS, this.config.GENBA_SECURE_COOKIES))
    return me
  }

  @Answers('me')
  me(@Visiting() visitor: Visitor): Me {
    return visitor.me
  }

  @Answers('signOut')
  async signOut(@Visiting() visitor: Visitor, @Res({ passthrough: true }) response: Response): Promise<object> {
    await this.closing.execute(visitor)
    response.setHeader('set-cookie', sessionCookie(undefined, 0, this.config.GENBA_SECURE_COOKIES))
    return {}
  }
}
