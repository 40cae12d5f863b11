import type { Incident, Response, Run, RunStep } from '@genba/contracts'
import {
  extensionOf,
  isDue,
  playbookAt,
  stepOf,
  variablesAt,
  type Linked,
  type Outcome,
  type Playbook,
  type Step,
  type StepExtension,
} from '@genba/playbook'
import type { Change } from '../responses/change.js'
import { currentRun } from '../responses/progress.js'
import type { StepJob } from './job.js'

/** One attempt at a due step, with all that its work may want to know. */
export type Task = {
  response: Response
  run: Run
  runStep: RunStep
  /** The playbook in which the step stands: the run's own or one that it calls. */
  playbook: Playbook
  step: Step
  /** The variables that the step sees. */
  variables: Readonly<Record<string, string>>
  extension: StepExtension
  attempt: number
  /** The newest version of the incident, asked for once a job. Throws Refused ENGINE_AWAY when it is not there yet. */
  incident: () => Promise<Incident>
}

/**
 * What the work made. `apply` writes it into the response as that is when it is saved, so it has no effects of its own.
 * `effect` names what reached out of Genba: it is told even when the step is not due any more.
 */
export type Done = { outcome: Outcome; apply?: (change: Change, now: number) => Change; effect?: Effect }
export type Effect = { connector: string; key: string; request: string; answer: string }

/** Does the work of one attempt; called again with the same attempt after a crash or a failure, so it must be idempotent. */
export type Work = (task: Task) => Promise<Done>

/** Whether the response still waits for this attempt: a job that comes twice, late or from a lost past finds it does not. */
export function isStillDue(response: Response, { run, step, attempt }: StepJob): boolean {
  const current = currentRun(response)
  return response.state !== 'done' && current?.id === run && isDue(current, step, attempt)
}

/** Genba's own work that reaches nobody outside. */
export const isWithin = ({ step, extension }: Pick<Task, 'step' | 'extension'>): boolean =>
  (extension.automation !== undefined || extension.approval !== undefined) && (step.targets ?? []).length === 0

/** What of that takes no longer than looking into what the process knows: evidence is read from Kafka, and quiet needs a later look. */
export const isAtHand = (task: Pick<Task, 'step' | 'extension'>): boolean =>
  isWithin(task) && AT_HAND[task.extension.automation ?? 'approval']

const AT_HAND: Record<NonNullable<StepExtension['automation']> | 'approval', boolean> = {
  'gather-evidence': true,
  'look-around': false,
  'compute-impact': true,
  'verify-quiet': false,
  notify: true,
  approval: true,
}

export function taskOf(
  response: Response,
  { step, attempt }: StepJob,
  root: Linked,
  incident: () => Promise<Incident>,
): Task {
  const run = currentRun(response)!
  const definition = stepOf(root, step)
  return {
    response,
    run,
    runStep: run.steps.find(({ id }) => id === step)!,
    playbook: playbookAt(root, step),
    step: definition,
    variables: variablesAt(run, step),
    extension: extensionOf(definition) ?? {},
    attempt,
    incident,
  }
}
