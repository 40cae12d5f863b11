import { CAN, type Decision, type Response, type Role, type Run, type RunStep, type StepWish } from '@genba/contracts'
import { rerun, rerunSteps, retry, skip, type Linked } from '@genba/playbook'
import { entryId } from '../approvals/entry-id.js'
import { audit, note, unchanged, withResponse, type Change } from '../responses/change.js'
import { currentRun, refresh } from '../responses/progress.js'

type Wish = Extract<Decision['what'], { kind: StepWish }>

const TOLD = { retry: 'step.retried', skip: 'step.skipped', rerun: 'step.rerun' } as const satisfies Record<
  StepWish,
  string
>
/** Where a step must be for each wish. */
const FROM: Record<StepWish, readonly RunStep['state']['at'][]> = {
  retry: ['parked'],
  skip: ['parked'],
  rerun: ['parked', 'done', 'failed'],
}

/** A response after a person said how a step goes on; undefined when that does not fit it any more. */
export function applyWish(
  response: Response,
  playbook: Linked,
  decision: Decision,
  { kind, run, step, reason }: Wish,
  now: number,
): { change: Change } | undefined {
  const current = currentRun(response)
  const state = current?.id === run ? current.steps.find(({ id }) => id === step)?.state : undefined
  const mayWish = decision.by.roles.some((role) => (CAN['step.retry'] as readonly Role[]).includes(role))
  // An older wish can't mean where a step came to be after it was made.
  if (!current || !state || !mayWish || response.state === 'done' || current.state !== 'running') return undefined
  if (!FROM[kind].includes(state.at) || state.at === 'pending' || decision.at < state.since) return undefined
  const { user } = decision.by
  const after = {
    retry: () => retry(current, step, user, now),
    skip: () => skip(current, playbook, step, now),
    rerun: () => rerun(current, playbook, step, user, now),
  }
  const runs: Run[] = [...response.runs.slice(0, -1), after[kind]()]
  const again = kind === 'rerun' ? rerunSteps(current, playbook, step) : new Set<string>()
  const approvals = response.approvals.map((each) =>
    each.run === run && again.has(each.step) && each.state !== 'refused'
      ? { ...each, state: 'withdrawn' as const }
      : each,
  )
  const params = { run, step, reason }
  const told = note(withResponse(unchanged(response), { runs, approvals }), {
    kind: TOLD[kind],
    by: user,
    params,
    now,
    id: entryId(decision),
  })
  const entry = {
    at: decision.at,
    by: user,
    action: TOLD[kind],
    subject: response.incident,
    detail: { ...params, roles: decision.by.roles.join(',') },
  }
  return { change: refresh(audit(told, entryId(decision), entry), now) }
}
