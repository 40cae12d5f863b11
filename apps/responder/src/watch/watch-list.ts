import { Injectable } from '@nestjs/common'
import { Clock } from '@genba/platform'
import { Queues } from '@genba/platform/queue'
import type { JobsOptions } from 'bullmq'

export type WatchJob = { incident: string }
/** The responder's own queue beside those of the four phases. */
export const WATCH = 'watch'

/**
 * The times at which responses must be looked at again, in Redis' order of time: what waits costs nothing until then. A response may
 * stand in it more than once; a look that finds nothing to do changes nothing.
 */
@Injectable()
export class WatchList {
  constructor(
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {}

  async put(incident: string, at: number): Promise<void> {
    await this.queues.queue<WatchJob>(WATCH).add('look', { incident }, this.options(incident, at))
  }

  async putAll(times: readonly { incident: string; at: number }[]): Promise<void> {
    const jobs = times.map(({ incident, at }) => ({
      name: 'look',
      data: { incident },
      opts: this.options(incident, at),
    }))
    await this.queues.queue<WatchJob>(WATCH).addBulk(jobs)
  }

  private options(incident: string, at: number): JobsOptions {
    return {
      jobId: `${incident}~${at}`.replaceAll(':', '~'),
      delay: Math.max(0, at - this.clock.now()),
      removeOnComplete: true,
      removeOnFail: true,
    }
  }
}
