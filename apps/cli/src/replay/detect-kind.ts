/** What a capture holds: one kind a file, told by its first line. */
export type Kind = 'relayed' | 'suricata' | 'genba' | 'measurement' | 'syslog'

/** The kind of a capture by its first line; undefined for JSON that none of them is. Text that is no JSON object is syslog. */
export function detectKind(line: string): Kind | undefined {
  const record = asObject(line)
  if (record === undefined) return line.trimStart().startsWith('{') ? undefined : 'syslog'
  if ('received_at' in record && 'source' in record && 'record' in record) return 'relayed'
  if ('event_type' in record) return 'suricata'
  if ('tag' in record && 'value' in record) return 'measurement'
  if ('name' in record && 'severity' in record) return 'genba'
  return undefined
}

/** The line as a JSON object, or undefined. */
export function asObject(line: string): Record<string, unknown> | undefined {
  if (!line.trimStart().startsWith('{')) return undefined
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}
