import { hash } from 'node:crypto'

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
  // One call without a hash object: those are native handles, and at 50,000 a request collecting them costs more than all the rest.
  return hash('sha256', identityBytes(source, identity), 'hex').slice(0, ID_HEX_CHARS)
}

function identityBytes(source: string, identity: Identity): string | Uint8Array {
  if (identity.by === 'given') return `${source}\nid\n${identity.id}`
  const head =
    identity.by === 'content'
      ? `${source}\n${identity.n ?? ''}\n`
      : `${source}\nat ${identity.receivedAt}/${identity.line}\n`
  return typeof identity.bytes === 'string' ? head + identity.bytes : Buffer.concat([Buffer.from(head), identity.bytes])
}
