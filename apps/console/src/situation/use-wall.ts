import { useEffect, useState } from 'react'

export type Wall = { isOn: boolean; toggle: () => void }

/** For a large display that nobody sits at: the page alone, larger, in full screen where the browser allows it. Escape leaves it. */
export function useWall(): Wall {
  const [isOn, setOn] = useState(false)
  useEffect(() => {
    const root = document.documentElement
    root.toggleAttribute('data-wall', isOn)
    const leave = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setOn(false)
    }
    const follow = (): void => {
      if (!document.fullscreenElement) setOn(false)
    }
    document.addEventListener('keydown', leave)
    document.addEventListener('fullscreenchange', follow)
    return () => {
      document.removeEventListener('keydown', leave)
      document.removeEventListener('fullscreenchange', follow)
      root.removeAttribute('data-wall')
    }
  }, [isOn])
  const toggle = (): void => {
    setOn(!isOn)
    const change = isOn ? document.exitFullscreen() : document.documentElement.requestFullscreen()
    // Refused inside a frame or without a click: the large view works without it.
    change.catch(() => undefined)
  }
  return { isOn, toggle }
}
