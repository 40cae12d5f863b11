const INTEGER = /^[+-]?\d{1,19}$/
const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)'

/** The types of CACAO's vocabulary (10.18.4) and what a value of each looks like; types of others take any text. */
const TYPES: Record<string, (value: string) => boolean> = {
  bool: (value) => value === 'true' || value === 'false',
  integer: (value) => INTEGER.test(value) && Math.abs(Number(value)) <= 2 ** 31,
  long: (value) => INTEGER.test(value),
  float: (value) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value),
  hexstring: (value) => /^([0-9a-fA-F]{2})*$/.test(value),
  'ipv4-addr': (value) => new RegExp(`^${octet}(\\.${octet}){3}(/(3[0-2]|[12]?\\d))?$`).test(value),
  'ipv6-addr': (value) => value.includes(':') && /^[0-9a-fA-F:.]{2,45}(\/\d{1,3})?$/.test(value),
  'mac-addr': (value) => /^[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}$/.test(value),
  'md5-hash': (value) => /^[0-9a-fA-F]{32}$/.test(value),
  'sha256-hash': (value) => /^[0-9a-fA-F]{64}$/.test(value),
  uuid: (value) => /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(value),
  uri: (value) => /^[a-zA-Z][a-zA-Z0-9+.-]*:\S*$/.test(value),
  dictionary: isObject,
}

/** Whether the text is a value of the type. The empty text is a value of every type: known to be empty. */
export const isOfType = (type: string, value: string): boolean => value === '' || (TYPES[type]?.(value) ?? true)

function isObject(value: string): boolean {
  try {
    const tree: unknown = JSON.parse(value)
    return typeof tree === 'object' && tree !== null && !Array.isArray(tree)
  } catch {
    return false
  }
}
