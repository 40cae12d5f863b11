import type { Playbook } from './playbook.js'
import type { Step } from './schema/steps.js'

/** A way from one step to another, with the property that says so as a JSON pointer below the step. */
export type Edge = { property: string; to: string }

/** The ways that open a branch of the step: what comes after it waits until the branch has ended. */
export const branchesOf = (step: Step): Edge[] => [
  ...single(step, ['on_true', 'on_false']),
  ...(step.next_steps ?? []).map((to, n) => ({ property: `next_steps/${n}`, to })),
  ...Object.entries(step.cases ?? {}).map(([value, to]) => ({ property: `cases/${value}`, to })),
]

/** The ways that lead on when the step has ended. */
export const waysOn = (step: Step): Edge[] => single(step, ['on_completion', 'on_success', 'on_failure'])

/** Where a step can lead at all. */
export const edgesOf = (step: Step): Edge[] => [...waysOn(step), ...branchesOf(step)]

/** Every step that can be reached from `heads`, these included; `passes` can close an edge. */
export function reachable(
  playbook: Playbook,
  heads: readonly string[],
  passes: (from: string, property: string) => boolean = () => true,
): Set<string> {
  const seen = new Set<string>()
  const open = [...heads]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = playbook.workflow[id]
    if (!step || seen.has(id)) continue
    seen.add(id)
    for (const { property, to } of edgesOf(step)) if (passes(id, property)) open.push(to)
  }
  return seen
}

function single<K extends 'on_completion' | 'on_success' | 'on_failure' | 'on_true' | 'on_false'>(
  step: Step,
  properties: readonly K[],
): Edge[] {
  return properties.flatMap((property) => {
    const to = step[property]
    return to === undefined ? [] : [{ property, to }]
  })
}
