import { createRequire } from 'node:module'

/** What is used of kafkajs' queue of the requests to one broker, which it does not export. */
type Queue = { pending: unknown[]; scheduleCheckPendingRequests: () => void }

const require = createRequire(import.meta.url)
const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: Queue }
const schedule = prototype.scheduleCheckPendingRequests

/**
 * kafkajs 2.2.4 looks a thousand times a second, for as long as a connection is open, whether a request waits that may be sent now
 * (https://github.com/tulios/kafkajs/issues/1704): each thread with a connection took 4 % of a processor while idle. With nothing
 * waiting there is nothing to look for: whoever puts a request in line schedules the next look.
 */
prototype.scheduleCheckPendingRequests = function (this: Queue): void {
  if (this.pending.length > 0) schedule.call(this)
}
