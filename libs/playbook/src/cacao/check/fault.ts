import type { Fault } from '@genba/contracts'

export type { Fault }

export const pointer = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

export const sayFault = ({ at, what }: Fault): string => `${at === '' ? 'the file' : at}: ${what}`
