import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { Plant, PlantState } from '@genba/contracts'
import { LOG, Mongo, Snapshot, type Log } from '@genba/platform'

/** The plant models as they are now. */
@Injectable()
export class Plants extends Snapshot<typeof Plant> implements OnModuleInit, OnModuleDestroy {
  constructor(
    private readonly documents: Mongo,
    @Inject(LOG) log: Log,
  ) {
    super(documents, 'plants', Plant, log)
  }

  /** What the plant does at this moment; the snapshot can be two seconds old. */
  async stateNow(id: string): Promise<PlantState | undefined> {
    const found = await this.documents
      .collection<Plant>('plants')
      .findById(id)
      .select(['state'])
      .lean<Pick<Plant, 'state'>>()
    return PlantState.safeParse(found?.state).data
  }

  onModuleInit(): Promise<void> {
    return this.start()
  }

  onModuleDestroy(): void {
    this.stop()
  }
}
