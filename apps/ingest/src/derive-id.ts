import { createHash } from 'node:crypto'

const ID_HEX_CHARS = 32

/**
 * What makes a record this record. `given`: its source's own id. `content`: its bytes, with the relay's number where identical records are
 * told apart by one. `moment`: bytes that hold neither an id nor a time would be the same for every occurrence, so the time of receipt
 * and the line count too; a repeat of such a record is a new occurrence.
 */
export type Identity =
  | { by: 'given'; id: string }
  | { by: 'content'; bytes: string | Uint8Array; n?: number | undefined }
  | { by: 'moment'; bytes: string | Uint8Array; receivedAt: number; line: number }

/** SHA-256 over source and identity, 32 hex digits: a redelivery has the same id. */
export function deriveId(source: string, identity: Identity): string {
  const hash = createHash('sha256')
  if (identity.by === 'given') hash.update(`${source}\nid\n${identity.id}`)
  else if (identity.by === 'content') hash.update(`${source}\n${identity.n ?? ''}\n`).update(identity.bytes)
  else hash.update(`${source}\nat ${identity.receivedAt}/${identity.line}\n`).update(identity.bytes)
  return hash.digest('hex').slice(0, ID_HEX_CHARS)
}
