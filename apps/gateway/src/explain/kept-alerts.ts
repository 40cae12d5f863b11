import type { Alert } from '@genba/contracts'

/**
 * The alerts around the one that is looked for, in the order in which they came: at most `max` before it (the oldest make room) and
 * `max` from it on.
 */
export class KeptAlerts {
  private readonly before: Alert[] = []
  private readonly after: Alert[] = []
  private dropped = 0

  constructor(
    private readonly wanted: string,
    private readonly max: number,
  ) {}

  get isFound(): boolean {
    return this.after.length > 0
  }
  /** True when nothing more is taken. */
  get isFull(): boolean {
    return this.after.length >= this.max
  }
  get isCut(): boolean {
    return this.dropped > 0
  }
  get alerts(): Alert[] {
    return [...this.before.slice(-this.max), ...this.after]
  }

  take(alert: Alert): void {
    if (this.isFound || alert.id === this.wanted) {
      if (this.isFull) this.dropped++
      else this.after.push(alert)
      return
    }
    this.before.push(alert)
    if (this.before.length <= this.max) return
    this.dropped++
    // Thrown away in heaps: one at a time would move all of them for each.
    if (this.before.length >= this.max * 2) this.before.splice(0, this.before.length - this.max)
  }
}
