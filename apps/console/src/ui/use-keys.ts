import { useEffect, useRef } from 'react'

export type Keys = Record<string, () => void>

/** Single keys that act unless somebody is typing, a dialog is open or a modifier is held; on a radio nobody types. Keyed by `event.key`. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys)
  useEffect(() => {
    current.current = keys
  })
  useEffect(() => {
    const act = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isBusy(event.target)) return
      const action = current.current[event.key]
      if (!action) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', act)
    return () => document.removeEventListener('keydown', act)
  }, [])
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"]')) return true
  if (target instanceof HTMLInputElement) return !/^(radio|checkbox)$/.test(target.type)
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName))
}

/** Moves the focus to a part of the page and into view: the first that can be used, else the first. */
export function focusOn(selector: string): void {
  const found =
    document.querySelector<HTMLElement>(`${selector}:not(:disabled)`) ?? document.querySelector<HTMLElement>(selector)
  found?.focus({ preventScroll: true })
  found?.scrollIntoView({ block: 'nearest' })
}
