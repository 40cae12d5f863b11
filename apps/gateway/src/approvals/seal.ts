import { createHash } from 'node:crypto'
import { Refused, type Approval, type Incident, type Seen } from '@genba/contracts'
import { shownOf } from '@genba/playbook'

/** What a person sees of an approval, sealed: the same facts give the same hash. */
export function seal(approval: Approval, incident: Pick<Incident, 'title' | 'zones' | 'severity'>): Seen {
  const shown = shownOf(approval, incident)
  return { hash: createHash('sha256').update(JSON.stringify(shown)).digest('hex'), shown }
}

/** Throws Refused CHANGED_MEANWHILE when the person looked at something else than what stands there now. */
export function requireSeen(seen: Seen, hash: string | undefined): void {
  if (hash !== undefined && hash !== seen.hash) throw new Refused('CHANGED_MEANWHILE', { at: 'seen' })
}
