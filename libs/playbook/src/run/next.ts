import type { Phase, Run } from '@genba/contracts'

/** A step whose attempt is to be done now, or not before a moment. */
export type DueStep = { run: string; step: string; attempt: number; phase: Phase; notBefore?: number }

/** The action steps that are due; steps that wait for their branches are nobody's work. */
export function next(run: Run): DueStep[] {
  if (run.state !== 'running') return []
  return run.steps.flatMap(({ id, type, attempt, phase, state }) =>
    type === 'action' && state.at === 'due'
      ? [
          {
            run: run.id,
            step: id,
            attempt,
            phase,
            ...(state.notBefore === undefined ? {} : { notBefore: state.notBefore }),
          },
        ]
      : [],
  )
}

/** Whether this very attempt is still to be done: a job that comes twice or too late finds it is not. */
export const isDue = (run: Run, step: string, attempt: number): boolean =>
  next(run).some((due) => due.step === step && due.attempt === attempt)
