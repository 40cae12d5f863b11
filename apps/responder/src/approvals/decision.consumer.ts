import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { Decision } from '@genba/contracts'
import { Kafka, LOG, Metrics, type Log } from '@genba/platform'
import { readMessages } from '../responses/read-messages.js'
import { Decide } from './decide.js'

@Injectable()
export class DecisionConsumer implements OnApplicationBootstrap {
  private readonly unreadable

  constructor(
    private readonly kafka: Kafka,
    private readonly decide: Decide,
    metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.unreadable = metrics.counter(
      'responder_unreadable_decisions_total',
      'Messages of decision.v1 that did not fit their schema',
    )
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.kafka.consume({
      group: 'responder-decisions',
      topics: ['decision.v1'],
      onBatch: async (payload) => {
        for (const decision of readMessages(payload, Decision, this.log, () => this.unreadable.inc())) {
          await this.decide.execute(decision)
          await payload.heartbeat()
        }
      },
    })
  }
}
