/** What is wrong and where: `at` is a JSON pointer (RFC 6901) into the playbook, empty for the whole of it. */
export type Fault = { at: string; what: string }

export const pointer = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

export const sayFault = ({ at, what }: Fault): string => `${at === '' ? 'the file' : at}: ${what}`
