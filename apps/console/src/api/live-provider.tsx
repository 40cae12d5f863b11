import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { liveCache } from './live-cache.js'
import { Live, type LiveStatus } from './live.js'

const LiveContext = createContext<Live | null>(null)

function useLive(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('useLive needs a LiveProvider above it')
  return live
}

/** Holds the live connection while somebody is signed in. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [live] = useState(() => new Live(liveCache(client)))
  useEffect(() => {
    live.connect()
    return live.close
  }, [live])
  return <LiveContext value={live}>{children}</LiveContext>
}

/** Keeps rooms joined while the component is shown. */
export function useRooms(names: readonly string[]): void {
  const live = useLive()
  const joined = names.join('\n')
  useEffect(() => {
    const exits = joined ? joined.split('\n').map((name) => live.enter(name)) : []
    return () => exits.forEach((exit) => exit())
  }, [live, joined])
}

export function useLiveStatus(): LiveStatus {
  const live = useLive()
  return useSyncExternalStore(live.subscribe, live.status)
}
