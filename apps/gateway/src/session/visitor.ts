import type { Actor, Me } from '@genba/contracts'

export type Person = Extract<Actor, { kind: 'user' }>

/** Somebody who is signed in, and the session that says so. */
export type Visitor = { actor: Person; session: string; me: Me }

/** Where a request comes from, as far as it says so. */
export type From = { address: string; agent: string }
