import { createHash } from 'node:crypto'
import type { Handover } from '@genba/contracts'
import type { Told } from '@genba/platform'
import type { Person } from '../session/visitor.js'

/** The entry of the audit chain for a signature; it holds the hash of the sheet that was signed. */
export function signed(what: Handover['state'], { id, plant, sheet }: Handover, { user }: Person, at: number): Told {
  const hash = createHash('sha256').update(JSON.stringify(sheet)).digest('hex')
  const detail = {
    plant,
    incidents: sheet.incidents.length,
    approvals: sheet.approvals.length,
    shelves: sheet.shelves.length,
    holds: sheet.holds.length,
    promises: sheet.promises.length,
    sheet: hash,
  }
  return { id: `handover.${what}~${id}`, audit: { at, by: user, action: `handover.${what}`, subject: id, detail } }
}
