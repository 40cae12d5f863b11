import type { Phase } from '@genba/contracts'
import { edgesOf } from '../cacao/edges.js'
import { extensionOf, type Playbook } from '../cacao/playbook.js'

/** The OODA phase of each step. Steps without one of their own (start, end, conditions) are in the phase of the step before them. */
export function phasesOf(playbook: Playbook, first: Phase): Map<string, Phase> {
  const phases = new Map<string, Phase>()
  const walk: [string, Phase][] = [[playbook.workflow_start, first]]
  if (playbook.workflow_exception !== undefined) walk.push([playbook.workflow_exception, 'act'])
  for (let next = walk.shift(); next; next = walk.shift()) {
    const [id, before] = next
    const step = playbook.workflow[id]
    if (!step || phases.has(id)) continue
    const phase = extensionOf(step)?.phase ?? before
    phases.set(id, phase)
    for (const { to } of edgesOf(step)) walk.push([to, phase])
  }
  return phases
}
