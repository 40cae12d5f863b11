import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { Refused, type Response } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, VersionedStore, type Log } from '@genba/platform'
import type { Change } from './change.js'

/** Writers of one response are its steps, people and the correlator's news: a handful at the same time. */
const REDO_MAX = 30

/** The `responses` documents. Every write goes through `change`: load, decide, save if unchanged, else once more. */
@Injectable()
export class ResponseStore implements OnModuleInit, OnModuleDestroy {
  private readonly store: VersionedStore<Response>

  constructor(
    private readonly mongo: Mongo,
    kafka: Kafka,
    audit: AuditChain,
    @Inject(LOG) log: Log,
  ) {
    this.store = new VersionedStore<Response>(mongo, 'responses', kafka, audit, log)
  }

  onModuleInit(): void {
    this.store.startSweeper()
  }

  onModuleDestroy(): void {
    this.store.stopSweeper()
  }

  get(id: string): Promise<Response | undefined> {
    return this.store.get(id)
  }

  /** Undefined when the incident has a response already. */
  insert({ response, told }: Change): Promise<Response | undefined> {
    return this.store.insert(response, told)
  }

  /**
   * Saves what `decide` makes of the response as it is then; `decide` is asked again when somebody else was faster, so what it does
   * must be without effects. Undefined when there is no such response or nothing to change.
   */
  async change(
    id: string,
    decide: (response: Response) => Change | undefined | Promise<Change | undefined>,
  ): Promise<Response | undefined> {
    for (let redo = 0; ; redo++) {
      const response = await this.store.get(id)
      const change = response && (await decide(response))
      if (!change) return undefined
      try {
        return await this.store.save(change.response, change.told)
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'CHANGED_MEANWHILE' || redo >= REDO_MAX) throw error
      }
    }
  }

  running(): Promise<Response[]> {
    return this.store.find({ state: 'running' })
  }

  /** Those in which an approval waits longer than it may. */
  overdue(now: number): Promise<Response[]> {
    return this.store.find({
      state: { $in: ['waiting', 'running', 'parked'] },
      approvals: { $elemMatch: { state: 'waiting', dueAt: { $lte: now } } },
    })
  }

  count(state: Response['state']): Promise<number> {
    return this.mongo.collection<Response>('responses').countDocuments({ state })
  }
}
