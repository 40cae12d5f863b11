import { alertKey, desksOf, type Alert, type Plant, type Response } from '@genba/contracts'
import { holdDueAt, next, timers } from '@genba/playbook'
import { note, type Change } from '../responses/change.js'
import { currentRun, openClock } from '../responses/progress.js'

/** The rule of Genba's alerts about itself, and the correlation rule that makes an incident of them. */
export const MISSED_RULE = 'genba:timer-missed'
export const MISSED_INCIDENT_RULE = 'genba-timer-missed'
const SEVERITY = 80

/** Something that time should have brought about. `due` is when. */
export type Missed = { timer: 'approval' | 'phase' | 'step' | 'timeout' | 'delay' | 'hold'; what: string; due: number }

/**
 * What should have happened longer than `graceMs` ago and has not: an approval that ran out without an escalation, a phase that is
 * late and was not told so, a CACAO timeout or delay that did not end, a due step whose job has not done it and has not parked it, a
 * hold whose time is over and that nobody has taken up; a hold may outlive its response.
 */
export function missed(response: Response, now: number, graceMs: number): Missed[] {
  const holds = (response.holds ?? []).flatMap((hold): Missed[] => {
    const due = holdDueAt(hold)
    return due === undefined ? [] : [{ timer: 'hold', what: hold.id, due }]
  })
  const running = response.state === 'done' ? [] : ofRunning(response, now)
  return [...running, ...holds].filter(({ due }) => now - due >= graceMs)
}

function ofRunning(response: Response, now: number): Missed[] {
  const run = currentRun(response)
  const phase = openClock(response)
  const approvals = response.approvals
    .filter(({ state }) => state === 'waiting')
    .map(({ id, dueAt }): Missed => ({ timer: 'approval', what: id, due: dueAt }))
  const late: Missed[] =
    phase?.budgetMs !== undefined && phase.lateAt === undefined
      ? [{ timer: 'phase', what: phase.phase, due: phase.enteredAt + phase.budgetMs }]
      : []
  const steps = (run ? next(run) : []).map(({ step, notBefore }): Missed => {
    const state = run?.steps.find(({ id }) => id === step)?.state
    return { timer: 'step', what: step, due: notBefore ?? (state?.at === 'due' ? state.since : now) }
  })
  const clock = (run ? timers(run) : []).map(({ step, is, at }): Missed => ({ timer: is, what: step, due: at }))
  return [...approvals, ...late, ...clock, ...steps]
}

type Moment = { now: number; graceMs: number; plant: Plant | undefined }

/** Tells each missed timer once: on the timeline, and as an alert of Genba about itself, which becomes an incident. */
export function tellMissed(change: Change, { now, graceMs, plant }: Moment): Change {
  const desks = desksOf(plant ? [plant] : [])
  return missed(change.response, now, graceMs).reduce((so, each) => {
    const id = `missed:${each.timer}:${each.what}:${each.due}`
    if (so.response.timeline.some((entry) => entry.id === id)) return so
    const { timer, what, due } = each
    const told = note(so, { kind: 'timer.missed', params: { timer, what, lateMs: now - due }, now, id })
    // An incident about Genba itself is not a reason for a further one.
    if (currentRun(so.response)?.variables['rule'] === MISSED_INCIDENT_RULE) return told
    const alert = alertOf(so.response, each, now)
    return {
      ...told,
      told: [
        ...told.told,
        { id: `${id}:alert`, topic: 'alert.v1', key: alertKey(desks, alert.plant, alert.zone), value: alert },
      ],
    }
  }, change)
}

function alertOf(response: Response, { timer, what, due }: Missed, now: number): Alert {
  return {
    v: 1,
    id: `genba/${response.id}/${timer}/${what}/${due}`,
    source: 'genba',
    sensor: 'responder',
    plant: response.plant,
    zone: currentRun(response)?.variables['zone'] ?? 'unplaced',
    at: now,
    receivedAt: now,
    clock: 'received',
    kind: 'system',
    rule: MISSED_RULE,
    name: `Genba missed a timer (${timer})`,
    severity: SEVERITY,
    fields: { incident: response.incident, timer, what, lateMs: now - due },
    ...(response.drill === undefined ? {} : { drill: response.drill }),
  }
}
