import { existsSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

// Preloaded by a spec into the correlator: a thread that reads breaks when the file is there, as one with a fault would.
if (!isMainThread)
  setInterval(() => {
    if (existsSync(process.env['BREAK_THREADS_AT'] ?? '')) throw new Error('broken by the spec')
  }, 20).unref()
