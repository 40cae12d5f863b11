import type { Localised, Phase, Run, RunStep } from '@genba/contracts'
import { edgesOf } from '../cacao/edges.js'
import { extensionOf, playbookVersion, stepOf, type Playbook } from '../cacao/playbook.js'
import { advance, nameOf } from './advance.js'

/** What a run knows from its beginning, beside its playbook's own variables. */
export type OpenFacts = {
  id: string
  loop: number
  variables: Record<string, string>
  names?: Record<string, Localised>
  now: number
}

/** A new run of a read playbook, gone as far as it goes without work: its first action steps are due. */
export function open(playbook: Playbook, { id, loop, variables, names, now }: OpenFacts): Run {
  const phases = phasesOf(playbook)
  const own = Object.entries(playbook.playbook_variables ?? {}).map(([name, { value = '' }]) => [
    name.slice(2, -2),
    value,
  ])
  const all = { ...(Object.fromEntries(own) as Record<string, string>), ...variables, loop: String(loop) }
  const steps = Object.entries(playbook.workflow).map(([id, step]): RunStep => ({
    id,
    name: nameOf(step, { variables: all, names }),
    phase: phases.get(id) ?? 'observe',
    type: step.type,
    state: { at: 'pending' },
    attempt: 1,
  }))
  const run: Run = {
    id,
    loop,
    playbook: playbookVersion(playbook),
    name: extensionOf(stepOf(playbook, playbook.workflow_start))?.name ?? { ja: playbook.name, en: playbook.name },
    state: 'running',
    variables: all,
    ...(names === undefined ? {} : { names }),
    steps,
    startedAt: now,
  }
  return advance(run, playbook, [playbook.workflow_start], now)
}

/** Steps without a phase of their own (start, end, conditions) are in the phase of the step before them. */
function phasesOf(playbook: Playbook): Map<string, Phase> {
  const phases = new Map<string, Phase>()
  const walk: [string, Phase][] = [[playbook.workflow_start, 'observe']]
  for (let next = walk.shift(); next; next = walk.shift()) {
    const [id, before] = next
    if (phases.has(id)) continue
    const step = stepOf(playbook, id)
    const phase = extensionOf(step)?.phase ?? before
    phases.set(id, phase)
    for (const { to } of edgesOf(step)) walk.push([to, phase])
  }
  return phases
}
