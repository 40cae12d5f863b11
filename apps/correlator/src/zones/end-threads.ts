import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { within } from '@genba/platform'

/** Asks the threads to end and waits for them; those that have not by then are ended without being asked. Returns how many. */
export async function endThreads(threads: readonly Worker[], ask: unknown, maxMs: number): Promise<number> {
  const running = new Set(threads.filter(({ threadId }) => threadId > 0))
  const ended = [...running].map(async (thread) => {
    await once(thread, 'exit')
    running.delete(thread)
  })
  for (const thread of running) thread.postMessage(ask)
  if (await within(Promise.all(ended), maxMs)) return 0
  const left = running.size
  await Promise.all([...running].map((thread) => thread.terminate()))
  return left
}
