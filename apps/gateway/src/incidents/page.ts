import type { IncidentRow } from '@genba/contracts'

type Moved = Pick<IncidentRow, 'lastAt' | 'id'>

/** The newest movement first; of one moment by id, so that each page begins where the one before ended. */
export const byMovement = (a: Moved, b: Moved): number =>
  b.lastAt - a.lastAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

export const cursorOf = ({ lastAt, id }: Moved): string => `${lastAt}~${id}`

export function placeOf(cursor: string): Moved {
  const cut = cursor.indexOf('~')
  return { lastAt: Number(cursor.slice(0, cut)), id: cursor.slice(cut + 1) }
}
