import { Injectable } from '@nestjs/common'
import type { Doing } from './doing.js'
import { ResponseStore } from './response.store.js'

/** What responses are doing now, for rows of the incident list. Asked by the gateway itself; who may see a row is decided where it is shown. */
@Injectable()
export class ReadDoing {
  constructor(private readonly responses: ResponseStore) {}

  execute(incidents: readonly string[]): Promise<Map<string, Doing>> {
    return this.responses.listDoing(incidents)
  }
}
