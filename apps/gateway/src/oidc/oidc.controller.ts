import { Controller, Inject, Req, Res } from '@nestjs/common'
import { Refused, type OidcQuery, type WaysIn } from '@genba/contracts'
import type { Request, Response } from 'express'
import type { GatewayConfig } from '../config.js'
import { Answers, QueryOf } from '../routes/route.js'
import { fromOf } from '../session/from.js'
import { SESSION_MS } from '../session/open-session.js'
import { sessionCookie } from '../session/token.js'
import { GATEWAY_CONFIG } from '../tokens.js'
import { backOf, journeyCookie, journeyIn } from './journey.js'
import { Provider } from './provider.js'
import { SignInWithProvider } from './sign-in-with-provider.js'

/** The browser is sent here and there; what went wrong is told by the sign-in page. */
@Controller()
export class OidcController {
  constructor(
    private readonly provider: Provider,
    private readonly signingIn: SignInWithProvider,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  @Answers('waysIn')
  ways(): WaysIn {
    const { name } = this.provider
    return name === undefined ? {} : { oidc: { name } }
  }

  @Answers('beginOidc')
  begin(@QueryOf('beginOidc') { back }: OidcQuery, @Res() response: Response): Promise<void> {
    return this.send(response, async () => {
      const { url, journey } = await this.provider.begin(backOf(back))
      response.append('set-cookie', journeyCookie(journey, this.config.GENBA_SECURE_COOKIES))
      return url.href
    })
  }

  @Answers('endOidc')
  end(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.send(response, async () => {
      response.append('set-cookie', journeyCookie(undefined, this.config.GENBA_SECURE_COOKIES))
      const journey = journeyIn(request.headers.cookie)
      if (!journey) throw new Refused('IDENTITY_REFUSED')
      const search = new URL(request.originalUrl, 'http://here').search
      const token = await this.signingIn.execute(search, journey, fromOf(request))
      response.append('set-cookie', sessionCookie(token, SESSION_MS, this.config.GENBA_SECURE_COOKIES))
      return backOf(journey.back)
    })
  }

  private async send(response: Response, to: () => Promise<string>): Promise<void> {
    try {
      response.redirect(302, await to())
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      response.redirect(302, `/signin?refused=${error.code}`)
    }
  }
}
