import type { Signal } from '@genba/contracts'
import { findLink, type Found, type Side } from '../incidents/find-link.js'
import { startRun } from '../incidents/run.js'
import { ranksOf } from '../incidents/tactics.js'
import type { IncidentFacts, Scene } from './explain.js'
import { takenOut, whoDid, type Reason } from './way-in.js'

/** Why an incident does not hold a signal, in the order in which signals are grouped. */
export function wayOut({ settings, facts }: Scene, incident: IncidentFacts, signal: Signal): Reason {
  if (incident.drill !== signal.drill) return { code: 'other-drill' }
  const taken = takenOut(incident, signal.id)
  if (taken) return { code: 'taken-out', ...whoDid(taken) }
  if (incident.state === 'merged') return { code: 'merged-away', other: incident.merged?.into ?? '' }
  if (incident.state === 'closed') return { code: 'closed' }
  if (signal.firstAt > incident.openedAt + settings.maxAgeMs) return { code: 'locked' }
  const gapMs = Math.max(signal.firstAt - incident.lastAt, incident.openedAt - signal.lastAt)
  const tooLongAgo: Reason = { code: 'too-long-ago', gapMs, joinMs: settings.joinMs }
  if (incident.zones.includes(signal.zone)) return gapMs > settings.joinMs ? tooLongAgo : { code: 'other-nearer' }
  const own = startRun({ signal, order: 0, from: signal.firstAt })
  const found = sidesOf(incident).flatMap((side) => [
    findLink(side, own, facts, settings),
    findLink(own, side, facts, settings),
  ])
  const nearest = found.sort((a, b) => rankOf(b) - rankOf(a))[0]
  if (!nearest) return { code: 'nothing-shared' }
  if ('link' in nearest) {
    const { conduit, from, to, shared } = nearest.link
    return { code: 'other-nearer', conduit, from, to, shared }
  }
  switch (nearest.missing) {
    case 'time':
    case 'shared':
      return gapMs > settings.joinMs ? tooLongAgo : { code: 'nothing-shared' }
    case 'conduit':
      return { code: 'no-conduit', shared: nearest.shared }
    case 'step':
      return { code: 'no-step', shared: nearest.shared }
  }
}

/** What came nearest to a link says most. */
const rankOf = (found: Found): number =>
  'link' in found ? 4 : { step: 3, conduit: 2, shared: 1, time: 0 }[found.missing]

/** An incident keeps who was seen as a whole: each zone is taken to have seen them all. */
function sidesOf(incident: IncidentFacts): Side[] {
  const actors = new Set(incident.actors)
  const targets = new Set(incident.targets)
  return incident.zones.map((zone) => {
    const own = incident.signals.filter((summary) => summary.zone === zone)
    return {
      zone,
      from: Math.min(incident.lastAt, ...own.map(({ firstAt }) => firstAt)),
      lastAt: Math.max(incident.openedAt, ...own.map(({ lastAt }) => lastAt)),
      actors,
      targets,
      tactics: new Set(own.flatMap(({ rule }) => rule.techniques.flatMap((technique) => [...ranksOf(technique)]))),
    }
  })
}
