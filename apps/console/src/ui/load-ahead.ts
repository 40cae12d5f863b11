import { useEffect } from 'react'

const AFTER_MS = 500

/** Loads the incident page and its map while nothing else happens, so that an incident opens at once, also after the connection is lost. */
export function useLoadAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const parts = [import('../incident/incident-page.js'), import('./zone-map/zone-map.js')]
      void Promise.allSettled(parts)
    }, AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
}
