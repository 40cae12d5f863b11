import { useSyncExternalStore } from 'react'
import { serverNow } from '../api/server-time.js'

const TICK_MS = 1_000
const listeners = new Set<() => void>()
let now = serverNow()
let timer: ReturnType<typeof setInterval> | undefined

function tick(): void {
  now = serverNow()
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The server's time, once a second, from one timer for all clocks. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now)
