import type { RefObject } from 'react'
import { useKeys } from './use-keys.js'

/** j and k move the focus through the buttons of a list that is drawn whole. The arrows stay with what scrolls beside it. */
export function useListKeys(list: RefObject<HTMLElement | null>): void {
  const step = (by: number): void => {
    const rows = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = rows.findIndex((row) => row === document.activeElement)
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))
    rows[next]?.focus()
  }
  useKeys({ j: () => step(1), k: () => step(-1) })
}
