import { may, type Hold, type Me, type PersonWho } from '@genba/contracts'
import { actorOf } from '../ui/actor.js'

export type HoldRefusal = 'noPermission' | 'notYours' | 'working'

/**
 * Why this person can't renew or end a hold; undefined when they can. `who` is who counts for which role now, deputies among them;
 * undefined while it is not known, when the gateway is left to say it.
 */
export function holdRefusal(
  me: Me,
  { hold, plant, who }: { hold: Hold; plant: string; who: readonly PersonWho[] | undefined },
): HoldRefusal | undefined {
  if (!may(actorOf(me), 'hold.change', plant)) return 'noPermission'
  if (who && !who.some(({ user, role }) => user === me.user && hold.roles.includes(role))) return 'notYours'
  return hold.work ? 'working' : undefined
}
