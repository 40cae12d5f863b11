import { createHash } from 'node:crypto'

export type AuditEntry = {
  at: number
  by: string
  action: string
  subject: string
  detail: Record<string, string | number>
}
/** One entry in the chain: `hash` covers everything in it and the hash of the link before. */
export type AuditLink = { seq: number; id: string; previous: string; hash: string; entry: AuditEntry }
export type StoredLink = AuditLink & { _id: string }

/** What the first link stands on. */
export const START = '0'.repeat(64)

export const keyOf = (seq: number): string => String(seq).padStart(12, '0')

export const hashOf = (previous: string, seq: number, id: string, entry: AuditEntry): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        previous,
        seq,
        id,
        entry.at,
        entry.by,
        entry.action,
        entry.subject,
        Object.entries(entry.detail).sort(),
      ]),
    )
    .digest('hex')
