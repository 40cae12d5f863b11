import type { Plan } from './anomaly-settings.js'
import { FOLLOWERS_MAX, type AnomalyState } from './anomaly-state.js'

/** Notes that the plan's series is to be looked at when a series that it is compared with changes. */
export function follow(state: AnomalyState, { key, watches }: Plan): void {
  for (const watch of watches) {
    if (!('against' in watch) || watch.against === undefined) continue
    const followers = (state.followers[watch.against.key] ??= [])
    if (followers.includes(key)) continue
    if (followers.length < FOLLOWERS_MAX) followers.push(key)
    else state.counts.unwatched++
  }
}
