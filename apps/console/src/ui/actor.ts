import type { Actor, Me } from '@genba/contracts'

/** The signed-in person as the access table asks for them. */
export const actorOf = (me: Me): Actor => ({ kind: 'user', user: me.user, grants: me.grants })
