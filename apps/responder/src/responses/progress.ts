import { PHASES, type Phase, type Response, type Run } from '@genba/contracts'
import { OUTCOME, greatest, phaseBudget, settle, withdraw, type Linked, type Outcome } from '@genba/playbook'
import { note, withResponse, type Change } from './change.js'

/** The phase that the response is in, with its time; undefined before the first and after the last. */
export const openClock = ({ clock }: Response): Response['clock'][number] | undefined => {
  const last = clock.at(-1)
  return last?.leftAt === undefined ? last : undefined
}

export const currentRun = (response: Response): Run | undefined => response.runs.at(-1)

export type Settled = { step: string; outcome: Outcome; now: number; by?: string }

/** The change after one attempt at a step of the current run. */
export function settleStep(change: Change, playbook: Linked, settled: Settled): Change {
  const { step, outcome, now, by } = settled
  const run = currentRun(change.response)!
  const attempt = run.steps.find(({ id }) => id === step)!.attempt
  const params = { run: run.id, step, loop: run.loop, attempt }
  const after = putRun(change, settle(run, playbook, step, outcome, now))
  const whose = by === undefined ? {} : { by }
  if (outcome.is === 'done')
    return refresh(
      note(after, { kind: 'step.done', params: { ...params, ...shown(outcome.output) }, now, ...whose }),
      now,
    )
  if (outcome.is === 'failed')
    return refresh(
      note(after, { kind: 'step.failed', params: { ...params, error: outcome.error }, now, ...whose }),
      now,
    )
  if (outcome.is === 'parked')
    return refresh(note(after, { kind: 'step.parked', params: { ...params, error: outcome.error }, now }), now)
  return refresh(after, now)
}

/** Whether the current run ended with the wish for another turn of the loop. */
export function wantsLoop(response: Response): boolean {
  const run = currentRun(response)
  return response.state !== 'done' && run?.state === 'done' && run.variables[OUTCOME] === 'again'
}

/** The next turn of the loop, by a run that was opened for it. */
export function enterLoop(change: Change, run: Run, now: number): Change {
  const { endedAt: _, ...open } = change.response
  return refresh({ ...change, response: { ...open, state: 'running', loop: run.loop, runs: [...open.runs, run] } }, now)
}

/** Ends the response: nothing of it is left to do or to decide. */
export function endResponse(
  change: Change,
  outcome: string,
  now: number,
  how: { by?: string; into?: string } = {},
): Change {
  const ended = withResponse(change, { state: 'done', endedAt: now, clock: leave(change.response.clock, now) })
  return note(ended, {
    kind: 'response.done',
    params: { outcome, loop: change.response.loop, ...(how.into === undefined ? {} : { into: how.into }) },
    now,
    ...(how.by === undefined ? {} : { by: how.by }),
  })
}

/** Withdraws the current run and the approvals that wait, with the reason. */
export function withdrawRun(change: Change, reason: string, now: number): Change {
  const run = currentRun(change.response)
  const waiting = change.response.approvals.filter(({ state }) => state === 'waiting')
  const approvals = change.response.approvals.map((each) =>
    each.state === 'waiting' ? { ...each, state: 'withdrawn' as const } : each,
  )
  const after = withResponse(run?.state === 'running' ? putRun(change, withdraw(run, now)) : change, { approvals })
  return waiting.reduce(
    (so, approval) =>
      note(so, { kind: 'approval.withdrawn', params: { approval: approval.id, step: approval.step, reason }, now }),
    after,
  )
}

/** State, phase and clock from where the run is now; ends the response when its run has ended. */
export function refresh(change: Change, now: number): Change {
  const run = currentRun(change.response)
  if (!run) return change
  if (run.state !== 'running')
    return wantsLoop(change.response)
      ? change
      : endResponse(change, run.state === 'failed' ? 'failed' : (run.variables[OUTCOME] ?? 'finished'), now)
  const after = withResponse(change, { state: stateOf(run) })
  return enterPhase(after, phaseOf(run) ?? change.response.phase, now)
}

export function enterPhase(change: Change, phase: Phase, now: number): Change {
  const { clock, loop } = change.response
  const last = clock.at(-1)
  if (last && last.leftAt === undefined && last.phase === phase && last.loop === loop) return change
  const entered = withResponse(change, {
    phase,
    clock: [...leave(clock, now), { loop, phase, enteredAt: now, budgetMs: budgetOf(change.response, phase) }],
  })
  return note(entered, { kind: 'phase.entered', params: { phase, loop }, now })
}

/** Work before trouble before people: what is due keeps a response running beside a branch that waits. */
function stateOf(run: Run): Response['state'] {
  const at = new Set(actions(run).map(({ state }) => state.at))
  return at.has('due') ? 'running' : at.has('parked') ? 'parked' : at.has('waiting') ? 'waiting' : 'running'
}

/** The furthest phase that something is under way in. */
function phaseOf(run: Run): Phase | undefined {
  const phases = new Set(actions(run).map(({ phase }) => phase))
  return PHASES.toReversed().find((phase) => phases.has(phase))
}

const actions = (run: Run) =>
  run.steps.filter(
    ({ type, state }) => type === 'action' && (state.at === 'due' || state.at === 'waiting' || state.at === 'parked'),
  )

/** Nobody has oriented yet: what could be at stake is taken as high. */
const budgetOf = ({ impact }: Response, phase: Phase): number =>
  phaseBudget(impact ? greatest(impact.importance) : 'high', phase)

const leave = (clock: Response['clock'], now: number): Response['clock'] =>
  clock.map((entry, n) => (n === clock.length - 1 && entry.leftAt === undefined ? { ...entry, leftAt: now } : entry))

const putRun = (change: Change, run: Run): Change =>
  withResponse(change, { runs: [...change.response.runs.slice(0, -1), run] })

const SHOWN_MAX_CHARS = 200
const shown = (output: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(output).map(([name, value]) => [name, value.slice(0, SHOWN_MAX_CHARS)]))
