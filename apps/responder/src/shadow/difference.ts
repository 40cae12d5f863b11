import type { Response, Run, Shadow, ShadowEffect, ShadowStep } from '@genba/contracts'
import { OUTCOME, isOutside, playbookAt, stepOf, variablesAt, type Linked } from '@genba/playbook'
import { lineOf, requestOf } from '../act/request-of.js'

/** How a shadow run differs from what was done. `playbookOf` knows the playbook of each of its runs. */
export function difference(
  steps: readonly ShadowStep[],
  outcome: string,
  response: Response | undefined,
  playbookOf: ReadonlyMap<string, Linked>,
): Shadow['difference'] {
  const shadow = steps.flatMap(({ effect }) => (effect ? [effect] : []))
  const done = (response?.runs ?? []).flatMap((run) => effectsOf(run, playbookOf.get(run.id)))
  const last = response?.runs.at(-1)?.variables[OUTCOME]
  return {
    both: shadow.filter(isIn(done)),
    shadowOnly: shadow.filter((effect) => !isIn(done)(effect)),
    doneOnly: done.filter((effect) => !isIn(shadow)(effect)),
    decisions: {
      shadow: steps.filter(({ people }) => people !== undefined).length,
      done: response?.approvals.filter(({ state }) => state === 'approved' || state === 'refused').length ?? 0,
    },
    outcomes: { shadow: outcome, ...(last === undefined ? {} : { done: last }) },
  }
}

/** What the run's steps did outside; their answers stand in the steps, their requests follow from playbook and variables. */
function effectsOf(run: Run, root: Linked | undefined): ShadowEffect[] {
  if (!root) return []
  return run.steps.flatMap(({ id, state }) => {
    const step = stepOf(root, id)
    const command = step.commands?.[0]
    if (state.at !== 'done' || !command || !isOutside(command) || state.output['answer'] === undefined) return []
    const { connector, request } = requestOf(playbookAt(root, id), step, variablesAt(run, id))
    return [{ connector, request: lineOf(request) }]
  })
}

const isIn =
  (effects: readonly ShadowEffect[]) =>
  ({ connector, request }: ShadowEffect): boolean =>
    effects.some((each) => each.connector === connector && each.request === request)
