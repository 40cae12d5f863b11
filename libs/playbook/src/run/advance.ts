import type { Localised, Run, RunStep, StepState } from '@genba/contracts'
import { holds, readCondition } from '../cacao/condition.js'
import { edgesOf, reachable } from '../cacao/edges.js'
import { fillText, type Fillings } from '../cacao/fill.js'
import { extensionOf, stepOf, type Playbook, type Step } from '../cacao/playbook.js'
import { OUTCOME } from './outcome.js'

/**
 * Takes a run from the steps `heads` as far as it goes without work: start, conditions, parallel branches and ends are passed at
 * once, action steps become due. Branches that have ended are joined; when nothing is left to do the run has ended.
 */
export function advance(run: Run, playbook: Playbook, heads: readonly string[], now: number): Run {
  const draft: Run = { ...run, variables: { ...run.variables }, steps: run.steps.map((step) => ({ ...step })) }
  const open = [...heads]
  for (;;) {
    for (let id = open.pop(); id !== undefined; id = open.pop()) open.push(...enter(draft, playbook, id, now))
    const joined = join(draft, playbook, now)
    if (!joined) break
    open.push(...joined)
  }
  if (draft.steps.some(isActive)) return draft
  const isLost = draft.steps.some(
    (step) => step.state.at === 'failed' && afterFailure(playbook, stepOf(playbook, step.id)) === undefined,
  )
  return { ...draft, state: isLost ? 'failed' : 'done', endedAt: now }
}

/** Where a failed step leads: its own way, else the playbook's exception; undefined when there is none. */
export const afterFailure = (playbook: Playbook, step: Step): string | undefined =>
  step.on_failure ?? step.on_completion ?? playbook.workflow_exception

/** Active: somebody or something has still to do with it. */
export const isActive = (step: RunStep): boolean =>
  step.state.at === 'due' || step.state.at === 'waiting' || step.state.at === 'parked'

/** The step's name for people; what it tells of the incident is filled in as far as it is known. */
export function nameOf(step: Step, fillings: Fillings): Localised {
  const plain = step.name ?? step.type
  return fillText(extensionOf(step)?.name ?? { ja: plain, en: plain }, fillings)
}

/** Steps that two ways lead to are entered once. */
function enter(draft: Run, playbook: Playbook, id: string, now: number): string[] {
  const runStep = draft.steps.find((step) => step.id === id)
  if (!runStep || runStep.state.at !== 'pending') return []
  const step = stepOf(playbook, id)
  runStep.name = nameOf(step, draft)
  const done: StepState = { at: 'done', since: now, output: {} }
  if (step.type === 'end') {
    runStep.state = done
    draft.variables[OUTCOME] = extensionOf(step)?.outcome ?? 'finished'
    return []
  }
  if (step.type === 'start') {
    runStep.state = done
    return step.on_completion ? [step.on_completion] : []
  }
  runStep.state = { at: 'due', since: now }
  if (step.type === 'parallel') return [...(step.next_steps ?? [])]
  if (step.type === 'if-condition') return choose(draft, step)
  return []
}

function choose(draft: Run, step: Step): string[] {
  const read = readCondition(step.condition ?? '')
  if (!read.ok) throw new Error(`condition of a read playbook: ${read.reason}`)
  const to = holds(read.condition, draft.variables) ? step.on_true : step.on_false
  return to ? [to] : []
}

/** The next steps of the first parallel or condition step whose branches have all ended; undefined when there is none. */
function join(draft: Run, playbook: Playbook, now: number): string[] | undefined {
  const active = draft.steps.filter(isActive)
  const joined = active.find((runStep) => {
    if (runStep.type !== 'parallel' && runStep.type !== 'if-condition') return false
    const heads = edgesOf(stepOf(playbook, runStep.id)).filter(({ property }) => property !== 'on_completion')
    const branch = reachable(
      playbook,
      heads.map(({ to }) => to),
    )
    return isJump(stepOf(playbook, runStep.id)) || !active.some((other) => branch.has(other.id))
  })
  if (!joined) return undefined
  joined.state = { at: 'done', since: now, output: {} }
  const next = stepOf(playbook, joined.id).on_completion
  return next ? [next] : []
}

/** A condition without on_completion only points the way; nothing comes back to it. */
const isJump = (step: Step): boolean => step.type === 'if-condition' && step.on_completion === undefined
