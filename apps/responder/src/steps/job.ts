import { attemptId } from '@genba/contracts'
import type { DueStep } from '@genba/playbook'

/** A step's job: ids only, the truth is in the response. */
export type StepJob = { incident: string; run: string; step: string; attempt: number }

/** The attempt's id without the colons that BullMQ keeps for itself; also safe in a URL path. */
export const attemptName = ({ run, step, attempt }: Pick<DueStep, 'run' | 'step' | 'attempt'>): string =>
  attemptId(run, step, attempt).replaceAll(':', '~')
