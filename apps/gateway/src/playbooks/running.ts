import { Injectable } from '@nestjs/common'
import type { Response, Run } from '@genba/contracts'
import { Clock, Mongo } from '@genba/platform'

/** Counts are the same for so long: a list that many look at is counted once. */
const FRESH_MS = 5_000
type Brief = { runs: Pick<Run, 'playbook' | 'called' | 'state'>[] }

/** Which versions the responses under way have begun with, called ones too. */
@Injectable()
export class Running {
  private known: { at: number; counts: Promise<Map<string, number>> } | undefined

  constructor(
    private readonly mongo: Mongo,
    private readonly clock: Clock,
  ) {}

  count(): Promise<Map<string, number>> {
    const now = this.clock.now()
    if (this.known && now - this.known.at < FRESH_MS) return this.known.counts
    const counts = this.read()
    this.known = { at: now, counts }
    counts.catch(() => (this.known = undefined))
    return counts
  }

  private async read(): Promise<Map<string, number>> {
    const found = this.mongo
      .collection<Response>('responses')
      .find({ state: { $in: ['running', 'waiting', 'parked'] } } as never)
      .select(['runs.playbook', 'runs.called', 'runs.state'])
      .lean<Brief[]>()
      .cursor()
    const counts = new Map<string, number>()
    for await (const { runs } of found as AsyncIterable<Brief>)
      for (const { playbook, called = {}, state } of runs) {
        if (state !== 'running') continue
        for (const version of new Set([playbook, ...Object.values(called)]))
          counts.set(version, (counts.get(version) ?? 0) + 1)
      }
    return counts
  }
}
