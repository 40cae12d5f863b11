const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))

/**
 * Bytes as text that shows what is there: what is no UTF-8, controls, and marks that turn or hide text stand as their codes, so that a
 * record can't look like something else.
 */
export function printable(base64: string): string {
  return new TextDecoder('utf-8')
    .decode(bytesOf(base64))
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\ufffd]/gu, (char) =>
      char === '\n' || char === '\t' ? char : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
    )
}

/** Sixteen bytes a line: offset, hex, and the printable ASCII of them. */
export function hexOf(base64: string): string {
  const bytes = bytesOf(base64)
  const lines: string[] = []
  for (let from = 0; from < bytes.length; from += 16) {
    const row = [...bytes.subarray(from, from + 16)]
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${from.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${text}`)
  }
  return lines.join('\n')
}
