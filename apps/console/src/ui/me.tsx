import type { Me } from '@genba/contracts'
import { createContext, useContext } from 'react'

export const MeContext = createContext<Me | null>(null)

/** Who is signed in; the shell shows nothing below it to anybody else. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe needs somebody signed in')
  return me
}
