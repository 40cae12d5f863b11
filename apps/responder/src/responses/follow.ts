import type { Incident, Plant, Response, Run } from '@genba/contracts'
import { impact } from '@genba/plant'
import { zonesFact, zonesOf, type Choice, type Linked } from '@genba/playbook'
import { unchanged, withResponse, type Change } from './change.js'
import { currentRun, endResponse, enterLoop, withdrawRun } from './progress.js'
import { tightenWaiting } from './tighten-waiting.js'

export type News = {
  incident: Incident
  /** The playbook that would be chosen now, and a run of it. */
  choice: Choice
  openRun: (loop: number) => Run
  mayLoop: boolean
  /** The playbook of the current run, for what its approvals say. */
  playbook: Linked
  plant: Plant | undefined
  now: number
}

/** What a newer version of the incident means for its response; undefined when it is not newer. */
export function follow(response: Response, news: News): Change | undefined {
  const { incident, now } = news
  if (incident.version <= response.incidentVersion) return undefined
  const seen = withResponse(unchanged(response), { incidentVersion: incident.version })
  if (incident.state !== 'open') {
    if (response.state === 'done') return seen
    return endResponse(withdrawRun(seen, incident.state, now), incident.state, now, endOf(incident))
  }
  if (response.state === 'done' && wasTakenAway(response)) return enterLoop(seen, news.openRun(response.loop + 1), now)
  if (response.state === 'done')
    return isWorse(response, news) && news.mayLoop ? enterLoop(seen, news.openRun(response.loop + 1), now) : seen
  if (isBetterAnswered(response, news) && news.mayLoop)
    return enterLoop(withdrawRun(seen, 'superseded', now), news.openRun(response.loop + 1), now)
  return reorient(seen, news)
}

/** Who closed the incident, or the incident that it went into. */
const endOf = ({ closed, merged }: Incident): { by?: string; into?: string } => ({
  ...(closed ? { by: closed.by } : {}),
  ...(merged ? { into: merged.into } : {}),
})

/** Its incident was closed or merged under way, and somebody took that back: people find it where it has to be decided again. */
const wasTakenAway = ({ timeline }: Response): boolean => {
  const outcome = timeline.findLast(({ kind }) => kind === 'response.done')?.params['outcome']
  return outcome === 'closed' || outcome === 'merged'
}

/** A finished response begins anew when the incident reaches a further zone or calls for a more special playbook. */
const isWorse = (response: Response, news: News): boolean =>
  hasNewZone(response, news.incident) || isMoreSpecial(response, news.choice)

/** A more special playbook takes over until something was done outside; after that, verification says whether to turn again. */
const isBetterAnswered = (response: Response, { choice }: News): boolean =>
  response.phase !== 'act' && isMoreSpecial(response, choice)

const isMoreSpecial = (response: Response, choice: Choice): boolean =>
  choice.row < Number(currentRun(response)?.variables['row'] ?? 0) &&
  !currentRun(response)?.playbook.startsWith(`${choice.playbook}@`)

const hasNewZone = (response: Response, incident: Incident): boolean => {
  const run = currentRun(response)
  const known = new Set(run ? zonesOf(run) : [])
  return incident.zones.some((zone) => !known.has(zone))
}

/** Impact over what is hit by now; approvals that wait become stricter when it matters more for safety. */
function reorient(change: Change, { incident, plant, playbook, now }: News): Change {
  const { response } = change
  const run = currentRun(response)!
  const zones = zonesFact(incident.zones)
  if (
    zones === run.variables['zones'] &&
    incident.assets.every((asset) => response.impact?.assets.includes(asset) ?? true)
  )
    return change
  const runs = [...response.runs.slice(0, -1), { ...run, variables: { ...run.variables, zones } }]
  if (!response.impact || !plant) return withResponse(change, { runs })
  const after = impact(plant, { zones: incident.zones, assets: incident.assets })
  const stakes = { safety: after.importance.s, plantState: plant.state }
  return tightenWaiting(withResponse(change, { runs, impact: after }), playbook, stakes, { now, zones })
}
