import type { Playbook, Step } from './playbook.js'

/** Where a step can lead, with the property that says so. */
export function edgesOf(step: Step): { property: string; to: string }[] {
  const single = (['on_completion', 'on_success', 'on_failure', 'on_true', 'on_false'] as const).flatMap((property) => {
    const to = step[property]
    return to === undefined ? [] : [{ property, to }]
  })
  return [...single, ...(step.next_steps ?? []).map((to, n) => ({ property: `next_steps.${n}`, to }))]
}

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
