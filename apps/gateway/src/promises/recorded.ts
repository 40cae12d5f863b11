import type { VendorPromise } from '@genba/contracts'
import type { Told } from '@genba/platform'

/** The entry of the audit chain for what a person did with a promise. */
export function recorded(
  { id, plant, vendor, text, until, ended }: VendorPromise,
  { what, by, at }: { what: string; by: string; at: number },
): Told {
  const detail = { plant, vendor, text, until, ...(ended ? { reason: ended.reason } : {}) }
  return { id: `promise.${what}~${id}`, audit: { at, by, action: `promise.${what}`, subject: id, detail } }
}
