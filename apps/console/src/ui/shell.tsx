import { useRouter } from '@tanstack/react-router'
import { lazy, useEffect } from 'react'
import { useMeQuery } from '../api/queries.js'
import { loadFrame } from '../signin/load-inside.js'
import { MeContext } from './me.js'
import { Failure, Loading } from './states.js'

// Who is turned away to the sign-in page does not wait for what is behind it.
const Frame = lazy(() => loadFrame().then(({ Frame: inside }) => ({ default: inside })))
const FirstThing = lazy(() =>
  import('../account/first-thing.js').then(({ FirstThing: screen }) => ({ default: screen })),
)

/** Everything behind the sign-in: nothing is asked from the gateway and no connection opened before it is known who is here. */
export function Shell() {
  const me = useMeQuery()
  if (me.isPending) return <Loading />
  if (me.isError) return <Failure error={me.error} onRetry={() => void me.refetch()} />
  if (!me.data) return <ToSignIn />
  return <MeContext value={me.data}>{me.data.mustDo ? <FirstThing /> : <Frame key={me.data.user} />}</MeContext>
}

/** Once, from the page that was asked for: a subscription to the address would navigate again and again. */
function ToSignIn() {
  const router = useRouter()
  useEffect(() => {
    void router.navigate({ to: '/signin', search: { back: router.latestLocation.href }, replace: true })
  }, [router])
  return null
}
