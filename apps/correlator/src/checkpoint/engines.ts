import { Inject, Injectable } from '@nestjs/common'
import { Clock, Kafka, LOG, type Log } from '@genba/platform'
import { CORRELATOR_CONFIG, type CorrelatorConfig } from '../config.js'
import { CheckpointStore } from './checkpoint.store.js'

/** What every reader works on. */
@Injectable()
export class Engines {
  constructor(
    @Inject(CORRELATOR_CONFIG) readonly config: CorrelatorConfig,
    readonly kafka: Kafka,
    readonly stores: CheckpointStore,
    readonly clock: Clock,
    @Inject(LOG) readonly log: Log,
  ) {}
}
