import type { Log } from './telemetry/log.js'

/** How long a process may take to end in order. Below the 30 s after which Kubernetes and systemd end it without a word; what it did not finish its next start finds. */
export const END_MAX_MS = 25_000
/** How long one part of it (Kafka, a thread) may take of that: a group that does not answer, or a batch that hangs, is left behind. */
export const PART_END_MAX_MS = 10_000

type Process = Pick<NodeJS.Process, 'once' | 'exit'>

/** From the signal on the process has END_MAX_MS, whatever its parts wait for; then it is told and over. */
export function endInTime(log: Log, self: Process = process, maxMs = END_MAX_MS): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    self.once(signal, () => {
      // Without other work the process is gone before.
      setTimeout(() => {
        log.fatal({ signal, maxMs }, 'did not end in time, leaving what still waits')
        self.exit(1)
      }, maxMs).unref()
    })
}

/** Whether the work was done before the time was up; what fails is done too. */
export async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)))
  const done = () => true
  try {
    return await Promise.race([work.then(done, done), late])
  } finally {
    clearTimeout(timer)
  }
}
