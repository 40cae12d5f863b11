import { Injectable } from '@nestjs/common'
import type { Topic } from '@genba/contracts'
import { Engines } from './engines.js'
import { PartitionReader } from './partition-reader.js'
import { ReadCounters } from './read-counters.js'
import type { Reading } from './reading.js'

/** Begins to read a topic with state that is kept; whoever begins it stops it. */
@Injectable()
export class ReadPartitions {
  constructor(
    private readonly engines: Engines,
    private readonly counters: ReadCounters,
  ) {}

  async execute<From extends Topic, To extends Topic, State>(
    reading: Reading<From, To, State>,
  ): Promise<PartitionReader<From, To, State>> {
    const reader = new PartitionReader(reading, this.engines, this.counters)
    await reader.start()
    return reader
  }
}
