import type { Response } from '@genba/contracts'
import { note, withResponse, type Change } from '../responses/change.js'
import { openClock } from '../responses/progress.js'

/** A phase that takes longer than its budget is an alarm of its own: told once, on the timeline and in the clock. */
export function tellLate(change: Change, now: number): Change {
  const { response } = change
  const phase = openClock(response)
  if (response.state === 'done' || phase?.budgetMs === undefined || phase.lateAt !== undefined) return change
  if (now < phase.enteredAt + phase.budgetMs) return change
  const clock: Response['clock'] = response.clock.map((entry) => (entry === phase ? { ...entry, lateAt: now } : entry))
  const params = { phase: phase.phase, loop: phase.loop, budgetMs: phase.budgetMs }
  return note(withResponse(change, { clock }), { kind: 'phase.late', params, now })
}
