/** An ArcSight Common Event Format event: its seven header fields and the extension's keys. */
export type Cef = {
  vendor: string
  product: string
  version: string
  id: string
  name: string
  severity: string
  extension: Record<string, string>
}

const START = /(?:^|[\s:])CEF:\d+\|/
const KEY = /(?:^|\s)([A-Za-z0-9_.[\]-]{1,100})=/g
const HEADER_FIELDS = 6
const KEYS_MAX = 200

/** The CEF event in a message, or undefined when there is none or its header is not complete. */
export function readCef(message: string): Cef | undefined {
  const start = START.exec(message)
  if (!start) return undefined
  const { fields, rest } = splitHeader(message.slice(start.index + start[0].length))
  if (fields.length < HEADER_FIELDS) return undefined
  const [vendor, product, version, id, name, severity] = fields as [string, string, string, string, string, string]
  return { vendor, product, version, id, name, severity, extension: readExtension(rest) }
}

/** Header fields end at `|`; inside them it is written `\|`, and a backslash `\\`. */
function splitHeader(text: string): { fields: string[]; rest: string } {
  const fields: string[] = []
  let from = 0
  for (let at = 0; at < text.length && fields.length < HEADER_FIELDS; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '|') {
      fields.push(
        text
          .slice(from, at)
          .replace(/\\([\\|])/g, '$1')
          .trim(),
      )
      from = at + 1
    }
  }
  // The last header field may end the line: an extension is optional.
  if (fields.length === HEADER_FIELDS - 1 && from < text.length)
    return { fields: [...fields, text.slice(from).trim()], rest: '' }
  return { fields, rest: text.slice(from) }
}

/** `key=value key2=value with spaces`: a value ends where white space and the next `key=` begin. */
function readExtension(text: string): Record<string, string> {
  const extension: Record<string, string> = {}
  const keys = [...text.matchAll(KEY)].slice(0, KEYS_MAX)
  keys.forEach((key, n) => {
    const value = text.slice(key.index + key[0].length, keys[n + 1]?.index ?? text.length)
    if (key[1] !== '__proto__') extension[key[1]!] = plain(value)
  })
  return extension
}

/** Undoes CEF's escapes and rsyslog's `#012` for control characters. */
const plain = (value: string): string =>
  value
    .replace(/\\([\\=|nr])/g, (_, mark: string) => (mark === 'n' ? '\n' : mark === 'r' ? '\r' : mark))
    .replace(/#(0[0-3][0-7]|177)/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))
    .trim()
