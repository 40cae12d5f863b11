import { edgesOf } from '../edges.js'
import type { Playbook } from '../playbook.js'
import { isStepType, NEEDS, STEP_TYPES, type Command, type Step } from '../schema/steps.js'
import { isOfType } from '../variable-type.js'
import { pointer, type Fault } from './fault.js'

export const STEPS_MAX = 200
export const PARALLEL_MAX = 20
export const COMMANDS_MAX = 20

/** What the specification demands of a workflow and the JSON schema can't say (CACAO 2.0, 3.1 and 4). */
export function checkSteps(playbook: Playbook): Fault[] {
  const steps = Object.entries(playbook.workflow)
  if (steps.length > STEPS_MAX) return [{ at: '/workflow', what: `${steps.length} steps; at most ${STEPS_MAX}` }]
  return [...checkWhole(playbook), ...steps.flatMap(([id, step]) => checkStep(playbook, id, step))]
}

function checkWhole({ workflow, workflow_start, workflow_exception }: Playbook): Fault[] {
  const types = new Set(Object.values(workflow).map(({ type }) => type))
  const start = workflow[workflow_start]?.type
  return [
    ...(start === 'start'
      ? []
      : [
          {
            at: '/workflow_start',
            what:
              start === undefined ? `no step ${workflow_start}` : `a step of type ${start}; point it to a start step`,
          },
        ]),
    ...(workflow_exception !== undefined && !workflow[workflow_exception]
      ? [{ at: '/workflow_exception', what: `no step ${workflow_exception}` }]
      : []),
    ...(types.has('end') ? [] : [{ at: '/workflow', what: 'no end step' }]),
    ...(types.has('action') || types.has('playbook-action')
      ? []
      : [{ at: '/workflow', what: 'no action or playbook-action step' }]),
  ]
}

function checkStep(playbook: Playbook, id: string, step: Step): Fault[] {
  const fault = (what: string, ...parts: (string | number)[]): Fault => ({
    at: pointer('workflow', id, ...parts),
    what,
  })
  if (!isStepType(step.type)) return [fault(`${step.type}: no step type; use ${STEP_TYPES.join(', ')}`, 'type')]
  const prefix = id.slice(0, id.lastIndexOf('--'))
  const branches = step.next_steps?.length ?? 0
  return [
    ...(prefix === step.type ? [] : [fault(`${step.type}, but the id says ${prefix}`, 'type')]),
    ...NEEDS[step.type].flatMap((need) => (step[need] === undefined ? [fault('missing', need)] : [])),
    ...edgesOf(step).flatMap(({ property, to }) =>
      playbook.workflow[to] ? [] : [fault(`no step ${to}`, ...property.split('/'))],
    ),
    ...checkWays(step, fault),
    ...(step.type === 'parallel' && (branches < 2 || branches > PARALLEL_MAX)
      ? [fault(`2 to ${PARALLEL_MAX} branches, not ${branches}`, 'next_steps')]
      : []),
    ...checkAgentsOf(playbook, step, fault),
    ...checkArgs(playbook, step, fault),
    ...(step.commands ?? []).flatMap((command, n) => checkCommand(command, n, fault)),
  ]
}

type Say = (what: string, ...parts: (string | number)[]) => Fault

function checkWays(step: Step, fault: Say): Fault[] {
  const excludes = step.on_completion !== undefined && (step.on_success ?? step.on_failure) !== undefined
  const isPlain = step.type === 'start' || step.type === 'end'
  return [
    ...(excludes ? [fault('excludes on_success and on_failure', 'on_completion')] : []),
    ...(isPlain && (step.on_success ?? step.on_failure) !== undefined
      ? [fault(`a ${step.type} step has no on_success and no on_failure`)]
      : []),
    ...(step.type === 'start' && step.on_completion === undefined
      ? [fault('a start step must lead somewhere', 'on_completion')]
      : []),
    ...(step.type === 'end' && step.on_completion !== undefined
      ? [fault('an end step leads nowhere', 'on_completion')]
      : []),
  ]
}

function checkAgentsOf(playbook: Playbook, step: Step, fault: Say): Fault[] {
  const { agent, targets = [] } = step
  return [
    ...(agent === undefined || playbook.agent_definitions?.[agent]
      ? []
      : [fault(`no ${agent} in agent_definitions`, 'agent')]),
    ...targets.flatMap((target, n) =>
      playbook.target_definitions?.[target] ? [] : [fault(`no ${target} in target_definitions`, 'targets', n)],
    ),
  ]
}

function checkArgs(playbook: Playbook, step: Step, fault: Say): Fault[] {
  const declared = { ...playbook.playbook_variables, ...step.step_variables }
  const args = (['in_args', 'out_args'] as const).flatMap((property) =>
    (step[property] ?? []).flatMap((name, n) => {
      if (!declared[name]) return [fault(`variable ${name} is not declared`, property, n)]
      const isWritten = property === 'out_args' && declared[name].constant
      return isWritten ? [fault(`variable ${name} is a constant`, property, n)] : []
    }),
  )
  const values = Object.entries(step.step_variables ?? {}).flatMap(([name, { type, value }]) =>
    typeof value === 'string' && !isOfType(type, value)
      ? [fault(`"${value}" is no ${type}`, 'step_variables', name, 'value')]
      : [],
  )
  return [...args, ...values]
}

/** What each type of command must have (CACAO 2.0, section 5); types of others are theirs. */
const COMMAND_NEEDS: Record<string, readonly (readonly ('command' | 'command_b64' | 'content_b64')[])[]> = {
  manual: [['command', 'command_b64']],
  'http-api': [['command']],
  'openc2-http': [['command'], ['content_b64']],
  bash: [['command', 'command_b64']],
  powershell: [['command', 'command_b64']],
  ssh: [['command', 'command_b64']],
}

function checkCommand(command: Command, n: number, fault: Say): Fault[] {
  return (COMMAND_NEEDS[command.type] ?? []).flatMap((oneOf) =>
    oneOf.some((property) => command[property] !== undefined)
      ? []
      : [fault(`a ${command.type} command needs ${oneOf.join(' or ')}`, 'commands', n)],
  )
}
