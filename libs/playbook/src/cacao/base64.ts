const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The bytes of a base64 text (RFC 4648, section 4); undefined when it is none. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const plain = text.replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain) || plain.length % 4 !== 0) return undefined
  const digits = [...plain.replace(/=+$/, '')].map((letter) => ALPHABET.indexOf(letter))
  const bytes = new Uint8Array(Math.floor((digits.length * 6) / 8))
  for (let n = 0; n < bytes.length; n++) {
    const bit = n * 8
    const pair = (digits[Math.floor(bit / 6)]! << 6) | (digits[Math.floor(bit / 6) + 1] ?? 0)
    bytes[n] = (pair >> (4 - (bit % 6))) & 0xff
  }
  return bytes
}

/** The UTF-8 text in a base64 text; undefined when it is no base64 or no UTF-8. */
export function textOfBase64(text: string): string | undefined {
  const bytes = bytesOfBase64(text)
  if (!bytes) return undefined
  try {
    return decodeURIComponent([...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return undefined
  }
}

export function base64Of(bytes: Uint8Array): string {
  const groups = Array.from({ length: Math.ceil(bytes.length / 3) }, (_, n) => bytes.subarray(n * 3, n * 3 + 3))
  return groups
    .map((group) => {
      const bits = ((group[0] ?? 0) << 16) | ((group[1] ?? 0) << 8) | (group[2] ?? 0)
      const letters = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63]).join('')
      return letters.slice(0, group.length + 1).padEnd(4, '=')
    })
    .join('')
}
