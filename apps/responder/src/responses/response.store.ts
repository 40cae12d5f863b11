import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { Refused, Response } from '@genba/contracts'
import { AuditChain, Clock, Kafka, LOG, Mongo, VersionedStore, type Log } from '@genba/platform'
import { lookAt, wakeAt } from '../watch/wake-at.js'
import { WatchList } from '../watch/watch-list.js'
import type { Change } from './change.js'

/** Writers of one response are its steps, people and the correlator's news: a handful at the same time. */
const REDO_MAX = 30
const OPEN: Response['state'][] = ['running', 'waiting', 'parked']

/** The `responses` documents. Every write goes through `change`: load, decide, save if unchanged, else once more. */
@Injectable()
export class ResponseStore implements OnModuleInit, OnModuleDestroy {
  private readonly store: VersionedStore<Response>

  constructor(
    private readonly mongo: Mongo,
    kafka: Kafka,
    audit: AuditChain,
    private readonly watchList: WatchList,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.store = new VersionedStore<Response>(mongo, 'responses', Response, kafka, audit, log)
  }

  onModuleInit(): void {
    this.store.startSweeper()
  }

  onModuleDestroy(): Promise<void> {
    return this.store.stopSweeper()
  }

  get(id: string): Promise<Response | undefined> {
    return this.store.get(id)
  }

  /** By incident, the version of it that its response has looked at; absent where there is none yet. */
  async seen(incidents: readonly string[]): Promise<Map<string, number>> {
    const found = await this.mongo
      .collection<Response>('responses')
      .collection.find({ _id: { $in: incidents as never[] } }, { projection: { incidentVersion: 1 } })
      .toArray()
    return new Map(found.map(({ _id, incidentVersion }) => [String(_id), Number(incidentVersion)]))
  }

  /** Undefined when the incident has a response already. */
  async insert({ response, told }: Change): Promise<Response | undefined> {
    const inserted = await this.store.insert(timed(response), told)
    return inserted && this.seeTo(undefined, inserted)
  }

  /**
   * Saves what `decide` makes of the response as it is then; `decide` is asked again when somebody else was faster, so what it does
   * must be without effects. `known` is the response as the caller has read it: it is not read again unless somebody was faster.
   * Undefined when there is no such response or nothing to change.
   */
  async change(
    id: string,
    decide: (response: Response) => Change | undefined | Promise<Change | undefined>,
    known?: Response,
  ): Promise<Response | undefined> {
    for (let redo = 0; ; redo++) {
      const response = redo === 0 && known ? known : await this.store.get(id)
      const change = response && (await decide(response))
      if (!change) return undefined
      try {
        return this.seeTo(response, await this.store.save(timed(change.response), change.told))
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'CHANGED_MEANWHILE' || redo >= REDO_MAX) throw error
      }
    }
  }

  /** Every response that is not done or of which time still asks something, as far as its next look needs it. */
  open(): Promise<Pick<Response, 'id' | 'state' | 'wakeAt'>[]> {
    return this.select({ $or: [{ state: { $in: OPEN } }, { wakeAt: { $exists: true } }] })
  }

  /** The ids of those of one plant that are not done. */
  async openOf(plant: string): Promise<string[]> {
    return (await this.select({ plant, state: { $in: OPEN } })).map(({ id }) => id)
  }

  /** The ids of those whose time has come. */
  async overdue(now: number): Promise<string[]> {
    return (await this.select({ wakeAt: { $lte: now } })).map(({ id }) => id)
  }

  private select(filter: Record<string, unknown>): Promise<Pick<Response, 'id' | 'state' | 'wakeAt'>[]> {
    return this.mongo
      .collection<Response>('responses')
      .find(filter as never)
      .select(['id', 'state', 'wakeAt'])
      .lean<Pick<Response, 'id' | 'state' | 'wakeAt'>[]>()
  }

  /** How many there are in each of the states. Told by one search: the embedded database decodes each document whole to count. */
  async countIn<State extends Response['state']>(states: readonly State[]): Promise<Map<State, number>> {
    const found = await this.select({ state: { $in: states } })
    return new Map(states.map((state) => [state, found.filter((each) => each.state === state).length]))
  }

  /** A look at its time, unless an earlier one that will see to it stands already. While Redis is away reconciling will add it. */
  private seeTo(before: Response | undefined, after: Response): Response {
    const at = lookAt(after)
    const standing = before && lookAt(before)
    const isSeenTo = standing !== undefined && standing > this.clock.now() && standing <= (at ?? Infinity)
    if (at !== undefined && !isSeenTo)
      void this.watchList.put(after.id, at).catch((error: unknown) => this.log.warn({ err: error }, 'no look yet'))
    return after
  }
}

function timed({ wakeAt: _, ...response }: Response): Response {
  const at = wakeAt(response)
  return at === undefined ? response : { ...response, wakeAt: at }
}
