import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common'
import { VersionedStore } from './versioned.store.js'

/** A versioned store that tells what a crash left behind for as long as its app runs. A noun's store extends it with its collection. */
export class SweptStore<T extends { id: string; version: number }>
  extends VersionedStore<T>
  implements OnModuleInit, OnModuleDestroy
{
  onModuleInit(): void {
    this.startSweeper()
  }

  onModuleDestroy(): Promise<void> {
    return this.stopSweeper()
  }
}
