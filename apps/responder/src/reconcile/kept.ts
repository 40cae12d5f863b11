import { Injectable } from '@nestjs/common'
import type { Redis } from 'ioredis'
import { Queues } from '@genba/platform/queue'

/** A mark in Redis: where it is missing, Redis has lost what it was given. */
@Injectable()
export class Kept {
  private redis: Redis | undefined

  constructor(private readonly queues: Queues) {}

  /** Sets the mark; true when it was there. */
  async mark(): Promise<boolean> {
    this.redis ??= this.queues.connect()
    return (await this.redis.set(this.key, '1', 'GET')) !== null
  }

  async forget(): Promise<void> {
    await this.redis?.del(this.key)
  }

  private get key(): string {
    return `${this.queues.prefix}:kept`
  }
}
