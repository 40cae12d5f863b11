import { Inject, Injectable } from '@nestjs/common'
import { Refused } from '@genba/contracts'
import { LOG, type Log } from '@genba/platform'
import * as openid from 'openid-client'
import type { GatewayConfig } from '../config.js'
import { GATEWAY_CONFIG } from '../tokens.js'

export const CALLBACK_PATH = '/v1/session/oidc/callback'

/** What a browser keeps between leaving for the provider and coming back. */
export type Journey = { state: string; nonce: string; verifier: string; back: string }

/** The OpenID provider of the configuration: authorization code flow with PKCE (RFC 9700), state and nonce. */
@Injectable()
export class Provider {
  private found: openid.Configuration | undefined

  constructor(
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  get name(): string | undefined {
    return this.config.GENBA_OIDC_ISSUER && this.config.GENBA_OIDC_NAME
  }

  /** Where the browser goes. */
  async begin(back: string): Promise<{ url: URL; journey: Journey }> {
    const provider = await this.discover()
    const journey = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
      back,
    }
    const url = openid.buildAuthorizationUrl(provider, {
      redirect_uri: this.callback().href,
      scope: this.config.GENBA_OIDC_SCOPE,
      state: journey.state,
      nonce: journey.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(journey.verifier),
      code_challenge_method: 'S256',
    })
    return { url, journey }
  }

  /** The claims of whoever came back with `search`. Throws Refused IDENTITY_REFUSED. */
  async end(
    search: string,
    { state, nonce, verifier }: Journey,
  ): Promise<Record<string, unknown> & { sub: string; iss: string }> {
    const provider = await this.discover()
    const callback = this.callback()
    callback.search = search
    try {
      const tokens = await openid.authorizationCodeGrant(provider, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims() as openid.IDToken
      const more = provider.serverMetadata().userinfo_endpoint
        ? await openid.fetchUserInfo(provider, tokens.access_token, claims.sub)
        : {}
      return { ...more, ...claims }
    } catch (error) {
      this.log.warn({ err: error }, 'a sign-in at the OpenID provider failed')
      throw new Refused('IDENTITY_REFUSED')
    }
  }

  private async discover(): Promise<openid.Configuration> {
    const { GENBA_OIDC_ISSUER: issuer, GENBA_OIDC_CLIENT_ID: id, GENBA_OIDC_CLIENT_SECRET: secret } = this.config
    if (!issuer || !id) throw new Refused('NOT_FOUND')
    try {
      this.found ??= await openid.discovery(
        issuer,
        id,
        undefined,
        secret ? openid.ClientSecretBasic(secret.reveal()) : openid.None(),
        issuer.protocol === 'http:' ? { execute: [openid.allowInsecureRequests] } : {},
      )
      return this.found
    } catch (error) {
      this.log.warn({ err: error, issuer: issuer.href }, 'the OpenID provider does not answer')
      throw new Refused('IDENTITY_REFUSED')
    }
  }

  private callback(): URL {
    return new URL(CALLBACK_PATH, this.config.GENBA_URL)
  }
}
