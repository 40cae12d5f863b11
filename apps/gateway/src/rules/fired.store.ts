import { Injectable } from '@nestjs/common'
import type { Incident } from '@genba/contracts'
import { Clock, Mongo, type Stored } from '@genba/platform'

export type Fired = { day: number; week: number; lastAt: number }
const DAY_MS = 86_400_000
/** Counts are the same for so long: a list that many look at is counted once. */
const FRESH_MS = 10_000
const KEPT_MAX = 100

/** How often each rule fired, from the signals that incidents keep. */
@Injectable()
export class FiredStore {
  private readonly known = new Map<string, { at: number; counts: Promise<Map<string, Fired>> }>()

  constructor(
    private readonly mongo: Mongo,
    private readonly clock: Clock,
  ) {}

  count(plants: '*' | string[]): Promise<Map<string, Fired>> {
    const now = this.clock.now()
    const key = JSON.stringify(plants)
    const known = this.known.get(key)
    if (known && now - known.at < FRESH_MS) return known.counts
    const counts = this.read(plants, now)
    if (this.known.size >= KEPT_MAX) this.known.clear()
    this.known.set(key, { at: now, counts })
    counts.catch(() => this.known.delete(key))
    return counts
  }

  private async read(plants: '*' | string[], now: number): Promise<Map<string, Fired>> {
    const found = this.mongo
      .collection<Incident>('incidents')
      .find({ lastAt: { $gte: now - 7 * DAY_MS }, ...(plants === '*' ? {} : { plant: { $in: plants } }) } as never)
      .select(['signals.rule.id', 'signals.firedAt'])
      .lean<Stored<Pick<Incident, 'signals'>>[]>()
      .cursor()
    const counts = new Map<string, Fired>()
    for await (const { signals } of found)
      for (const { rule, firedAt } of signals) {
        const count = counts.get(rule.id) ?? { day: 0, week: 0, lastAt: 0 }
        if (firedAt >= now - DAY_MS) count.day++
        if (firedAt >= now - 7 * DAY_MS) count.week++
        count.lastAt = Math.max(count.lastAt, firedAt)
        counts.set(rule.id, count)
      }
    return counts
  }
}
