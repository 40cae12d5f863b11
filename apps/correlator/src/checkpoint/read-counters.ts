import { Injectable } from '@nestjs/common'
import type { Topic } from '@genba/contracts'
import { Metrics } from '@genba/platform'

/** What can be said of every topic that is read, as metrics. */
@Injectable()
export class ReadCounters {
  private readonly lag
  private readonly unreadable
  private readonly broken

  constructor(metrics: Metrics) {
    this.lag = metrics.gauge('correlator_lag', 'Messages that wait in Kafka', ['topic', 'partition'])
    this.unreadable = metrics.counter('correlator_unreadable_total', 'Messages that could not be read', ['topic'])
    this.broken = metrics.counter('correlator_broken_total', 'Messages on which the engine broke', ['topic'])
  }

  setLag(topic: Topic, partition: number, messages: number): void {
    this.lag.set({ topic, partition: String(partition) }, messages)
  }

  /** Of a partition that may be another's now. */
  dropLag(topic: Topic, partition: number): void {
    this.lag.remove({ topic, partition: String(partition) })
  }

  countUnreadable(topic: Topic): void {
    this.unreadable.inc({ topic })
  }

  countBroken(topic: Topic): void {
    this.broken.inc({ topic })
  }
}
