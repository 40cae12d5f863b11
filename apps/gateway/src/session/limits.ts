import { Inject, Injectable } from '@nestjs/common'
import { Refused } from '@genba/contracts'
import { ENGINE_CONFIG, type EngineConfig } from '@genba/platform'
import { Queues } from '@genba/platform/queue'
import type { GatewayConfig } from '../config.js'
import { GATEWAY_CONFIG } from '../tokens.js'
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible'

export const FAILURES_MAX = 10
export const LOCK_MS = 5 * 60_000
const MINUTE_MS = 60_000
/** Wrong passwords from one address in LOCK_MS; a plant's people may share one. */
export const ADDRESS_FAILURES_MAX = 60
/** Passwords checked at once: each takes 32 MiB and a thread of the pool for a third of a second. */
export const CHECKS_MAX = 8

/** What guards sign-in besides a user's own lock. Counted in Redis for all gateways; in memory while Redis is away. */
@Injectable()
export class Limits {
  private readonly addresses: RateLimiterAbstract
  private readonly strangers: RateLimiterAbstract
  private readonly requests: RateLimiterAbstract
  private readonly codes: RateLimiterAbstract
  private checks = 0

  constructor(
    queues: Queues,
    @Inject(ENGINE_CONFIG) config: EngineConfig,
    @Inject(GATEWAY_CONFIG) { GENBA_REQUESTS_PER_MINUTE }: Pick<GatewayConfig, 'GENBA_REQUESTS_PER_MINUTE'>,
  ) {
    const redis = queues.connect()
    const limiter = (name: string, points: number, overMs: number): RateLimiterAbstract => {
      const options = { keyPrefix: `${config.GENBA_PREFIX}genba:${name}`, points, duration: overMs / 1000 }
      return new RateLimiterRedis({
        ...options,
        storeClient: redis,
        rejectIfRedisNotReady: true,
        insuranceLimiter: new RateLimiterMemory(options),
      })
    }
    this.addresses = limiter('address', ADDRESS_FAILURES_MAX, LOCK_MS)
    this.strangers = limiter('stranger', FAILURES_MAX, LOCK_MS)
    this.codes = limiter('code', FAILURES_MAX, LOCK_MS)
    this.requests = limiter('requests', GENBA_REQUESTS_PER_MINUTE, MINUTE_MS)
  }

  /** Counts a try of an address. Throws Refused TOO_MANY. */
  countAddress(address: string): Promise<void> {
    return consume(this.addresses, address)
  }

  /** Counts a code that somebody signed in shows to enrol an authenticator. Throws Refused TOO_MANY. */
  countCode(user: string): Promise<void> {
    return consume(this.codes, user)
  }

  /** Counts a request of a person, or of an address where nobody is signed in. Throws Refused TOO_MANY. */
  countRequest(key: string): Promise<void> {
    return consume(this.requests, key)
  }

  /** A right password takes its try back. */
  async forgiveAddress(address: string): Promise<void> {
    await this.addresses.reward(address, 1)
  }

  /** Names that nobody has are locked like those of users, or the lock would tell who exists. Throws Refused TOO_MANY. */
  countStranger(name: string): Promise<void> {
    return consume(this.strangers, name)
  }

  /** Runs a password check if not too many are running. Throws Refused TOO_MANY. */
  async check<T>(work: () => Promise<T>): Promise<T> {
    if (this.checks >= CHECKS_MAX) throw new Refused('TOO_MANY')
    this.checks += 1
    try {
      return await work()
    } finally {
      this.checks -= 1
    }
  }
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    // The library throws an Error when it is broken and a plain result when the limit is reached.
    if (refusal instanceof Error) throw refusal
    throw new Refused('TOO_MANY')
  }
}
