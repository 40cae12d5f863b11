/**
 * Runs `work` once per key at a time. What is asked while it runs leads to exactly one more run after it, so a stream of
 * changes neither starves the page nor leaves it on an old version.
 */
export function coalesce(work: (key: string) => Promise<unknown>): (key: string) => void {
  const running = new Map<string, { again: boolean }>()
  const run = (key: string): void => {
    const turn = { again: false }
    running.set(key, turn)
    void work(key)
      .catch(() => undefined)
      .then(() => {
        running.delete(key)
        if (turn.again) run(key)
      })
  }
  return (key) => {
    const turn = running.get(key)
    if (turn) turn.again = true
    else run(key)
  }
}
