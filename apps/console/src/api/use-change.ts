import type { RouteName } from '@genba/contracts'
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { call, type Answer, type Ask } from './client.js'

/** Asks for a change and reads again what it is about. */
export function useChange<N extends RouteName>(name: N, key: QueryKey) {
  const client = useQueryClient()
  return useMutation<Answer<N>, Error, Ask<N>>({
    mutationFn: (ask) => call(name, ask),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}
