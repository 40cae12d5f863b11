import { useEffect, useState } from 'react'

/** The newest value, taken over at most once per `everyMs`: a screen whose order changes with each message can't be read. */
export function useCalm<T>(value: T, everyMs: number): T {
  const [shown, setShown] = useState(value)
  const [since, setSince] = useState(0)
  useEffect(() => {
    if (value === shown) return
    const wait = Math.max(0, since + everyMs - performance.now())
    const timer = setTimeout(() => {
      setShown(value)
      setSince(performance.now())
    }, wait)
    return () => clearTimeout(timer)
  }, [value, shown, since, everyMs])
  return shown
}
