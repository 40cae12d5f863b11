import type { Localised, Run, RunStep } from '@genba/contracts'
import { pinsOf, type Linked } from '../cacao/link.js'
import { playbookVersion, titleOf } from '../cacao/playbook.js'
import { advance, nameOf } from './advance.js'
import { phasesOf } from './phases.js'
import { withExternals } from './scope.js'

/** What a run knows from its beginning, beside its playbook's own variables. */
export type OpenFacts = {
  id: string
  loop: number
  variables: Record<string, string>
  names?: Record<string, Localised>
  now: number
}

/** A new run of a read and linked playbook, gone as far as it goes without work: its first action steps are due. */
export function open(playbook: Linked, { id, loop, variables, names, now }: OpenFacts): Run {
  const phases = phasesOf(playbook, 'observe')
  const all = withExternals(playbook, { ...variables, loop: String(loop) })
  const called = pinsOf(playbook)
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
    name: titleOf(playbook),
    state: 'running',
    variables: all,
    ...(names === undefined ? {} : { names }),
    ...(called === undefined ? {} : { called }),
    visits: 0,
    steps,
    startedAt: now,
  }
  return advance(run, playbook, [{ to: playbook.workflow_start, parent: undefined }], now)
}
