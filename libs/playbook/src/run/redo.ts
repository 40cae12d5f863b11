import type { Run, RunStep } from '@genba/contracts'
import { edgesOf, reachable, waysOn } from '../cacao/edges.js'
import { beside, playbookAt, stepOf, type Linked } from '../cacao/link.js'
import { extensionOf } from '../cacao/playbook.js'
import { complete, fail, go } from './advance.js'
import { ancestorsOf, draftOf, recordOf } from './records.js'

/**
 * A parked step that a person goes on without. What it should have given is not there; an approval is not given by it, so its way is
 * that of a refusal. Throws when the step is not parked.
 */
export function skip(run: Run, root: Linked, stepId: string, now: number): Run {
  if (recordOf(run, stepId)?.state.at !== 'parked') throw new Error(`run ${run.id}: ${stepId} is not parked`)
  const machine = { draft: draftOf(run), root, now }
  const record = recordOf(machine.draft, stepId)!
  const isApproval = extensionOf(stepOf(root, stepId))?.approval !== undefined
  go(machine, isApproval ? fail(machine, record, 'skipped') : complete(machine, record, {}))
  return machine.draft
}

/** The steps that running again from a step begins anew: it, all that can follow it, and what follows the steps in whose branches it is. */
export function rerunSteps(run: Run, root: Linked, stepId: string): ReadonlySet<string> {
  const record = recordOf(run, stepId)
  const outer = record ? ancestorsOf(run, record).flatMap(({ id }) => after(root, id, waysOn(stepOf(root, id)))) : []
  const begun = new Set([stepId, ...after(root, stepId, edgesOf(stepOf(root, stepId))), ...outer])
  const isCalled = ({ id }: RunStep): boolean => [...begun].some((caller) => id.startsWith(`${caller}.`))
  return new Set([...begun, ...run.steps.filter(isCalled).map(({ id }) => id)])
}

/**
 * A step and all that follows it once more, each as a new attempt, so as an own effect outside. Throws when the run has ended or the
 * step was never reached.
 */
export function rerun(run: Run, root: Linked, stepId: string, by: string, now: number): Run {
  const from = recordOf(run, stepId)
  if (run.state !== 'running' || !from || from.state.at === 'pending')
    throw new Error(`run ${run.id}: ${stepId} can't be run again`)
  const again = rerunSteps(run, root, stepId)
  const draft = draftOf(run)
  for (const step of draft.steps.filter(({ id, state }) => again.has(id) && state.at !== 'pending'))
    Object.assign(step, { state: { at: 'pending' }, attempt: step.attempt + 1 })
  // The steps in whose branches it is wait for it again.
  for (const opener of ancestorsOf(draft, recordOf(draft, stepId)!)) {
    opener.state = { at: 'due', since: now }
    delete opener.broken
  }
  go({ draft, root, now }, [{ to: stepId, parent: from.parent }])
  recordOf(draft, stepId)!.askedBy = by
  return draft
}

const after = (root: Linked, id: string, edges: readonly { to: string }[]): string[] =>
  [
    ...reachable(
      playbookAt(root, id),
      edges.map(({ to }) => to),
    ),
  ].map((step) => beside(id, step))
