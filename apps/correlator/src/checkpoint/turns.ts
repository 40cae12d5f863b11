/** One thing at a time per partition: the next one waits for the one before. */
export class Turns {
  private readonly last = new Map<number, Promise<unknown>>()

  isBusy(partition: number): boolean {
    return this.last.has(partition)
  }

  take<T>(partition: number, work: () => Promise<T>): Promise<T> {
    const turn = (this.last.get(partition) ?? Promise.resolve()).catch(() => undefined).then(work)
    this.last.set(partition, turn)
    const done = () => {
      if (this.last.get(partition) === turn) this.last.delete(partition)
    }
    turn.then(done, done)
    return turn
  }
}
