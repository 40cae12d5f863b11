/** Reading rests for so many times as long as it took: ten thousand plants never keep a process or the database busy. */
const REST = 9

/** Does something again and again, never twice at once; a turn that fails is told and the next one comes all the same. */
export class Rounds {
  private timer: NodeJS.Timeout | undefined
  private isStopped = false

  constructor(
    private readonly turn: () => Promise<void>,
    private readonly everyMs: number,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** The first turn is now. */
  start(): void {
    void this.round()
  }

  /** The first turn is after the usual time: what calls it has just done one itself. */
  startLater(): void {
    this.timer = setTimeout(() => void this.round(), this.everyMs)
  }

  stop(): void {
    this.isStopped = true
    clearTimeout(this.timer)
  }

  private async round(): Promise<void> {
    const began = performance.now()
    try {
      await this.turn()
    } catch (error) {
      this.onFault(error)
    }
    if (this.isStopped) return
    this.timer = setTimeout(() => void this.round(), Math.max(this.everyMs, (performance.now() - began) * REST))
  }
}
