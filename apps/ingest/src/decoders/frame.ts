import type { INGEST_FORMATS } from '@genba/contracts'

/** How a body is cut into records. */
export type Framing = 'json' | 'lines'
export type Format = 'genba' | 'eve' | 'syslog' | 'relayed' | 'measurement'
/** Which of Genba's own schemas a JSON object without other marks is meant in. */
export type Own = 'genba' | 'measurement'
/** `detect`: each JSON object says by its fields what it is. */
export type Reading = { framing: Framing; format: Format | 'detect' }

const BY_TYPE: Record<string, Reading> = {
  'application/json': { framing: 'json', format: 'detect' },
  'application/x-ndjson': { framing: 'lines', format: 'detect' },
  'application/ndjson': { framing: 'lines', format: 'detect' },
  'application/jsonl': { framing: 'lines', format: 'detect' },
  'text/plain': { framing: 'lines', format: 'syslog' },
}

/** How to read a body of that content type; a format asked for wins, whatever the type says. Undefined when neither tells. */
export function readingOf(
  contentType: string | undefined,
  asked: (typeof INGEST_FORMATS)[number] | undefined,
): Reading | undefined {
  const byType = BY_TYPE[(contentType ?? '').split(';', 1)[0]!.trim().toLowerCase()]
  if (asked === undefined) return byType
  const isJsonBody = byType?.framing === 'json' && asked !== 'syslog'
  return { framing: isJsonBody ? 'json' : 'lines', format: asked }
}

/** What one JSON value is when nobody said: EVE, a relay's envelope, or Genba's own. */
export function detectFormat(value: unknown, own: Own): Exclude<Format, 'syslog'> {
  if (typeof value !== 'object' || value === null) return own
  if ('event_type' in value && 'timestamp' in value) return 'eve'
  return 'received_at' in value && 'source' in value && 'record' in value ? 'relayed' : own
}

/** The non-empty lines of a body, by their 1-based number; without the line break. */
export function* linesOf(body: Buffer): Generator<{ line: number; bytes: Buffer }> {
  let from = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0
  for (let line = 1; from < body.length; line++) {
    const lineFeed = body.indexOf(10, from)
    const next = lineFeed < 0 ? body.length : lineFeed
    const to = next > from && body[next - 1] === 13 ? next - 1 : next
    if (!isBlank(body, from, to)) yield { line, bytes: body.subarray(from, to) }
    from = next + 1
  }
}

function isBlank(body: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (body[at] !== 32 && body[at] !== 9) return false
  return true
}
