import { AUTOMATIONS, RUN_FACTS, StepExtension, type StepOption } from '../extension.js'
import { variablesOf } from '../condition/condition.js'
import { readCondition } from '../condition/read-condition.js'
import { variablesIn } from '../fill.js'
import { readHttpCommand } from '../http-command.js'
import { extensionOf, GENBA_EXTENSION, type Playbook } from '../playbook.js'
import type { Command, Step } from '../schema/steps.js'
import { pointer, type Fault } from './fault.js'

/** Commands that Genba carries out; other types are kept and shown, and refused at run. */
export const COMMAND_TYPES = ['manual', 'http-api', 'openc2-http'] as const

/** What keeps Genba from running a valid playbook step by step, each with its place: this is no fault of the playbook. */
export function checkRunnable(playbook: Playbook): Fault[] {
  return Object.entries(playbook.workflow).flatMap(([id, step]) => {
    const say: Say = (what, ...parts) => ({ at: pointer('workflow', id, ...parts), what })
    return [
      ...checkExtension(step, say),
      ...checkCondition(playbook, step, say),
      ...(step.type === 'action' ? checkAction(playbook, step, say) : []),
    ]
  })
}

type Say = (what: string, ...parts: (string | number)[]) => Fault

function checkExtension(step: Step, say: Say): Fault[] {
  const extension = step.step_extensions?.[GENBA_EXTENSION]
  if (extension === undefined) return []
  const read = StepExtension.safeParse(extension)
  if (read.success) return []
  return read.error.issues.map((issue) =>
    say(issue.message, 'step_extensions', GENBA_EXTENSION, ...issue.path.map(String)),
  )
}

function checkCondition(playbook: Playbook, step: Step, say: Say): Fault[] {
  if (step.type === 'switch-condition') {
    const name = /^__([a-zA-Z_][a-zA-Z0-9_-]*)__(?::value)?$/.exec(step.switch ?? '')?.[1]
    if (name === undefined) return [say(`"${step.switch ?? ''}": use one variable, as __name__:value`, 'switch')]
    return undeclared(playbook, step, [name], say, 'switch')
  }
  if (step.type !== 'if-condition' && step.type !== 'while-condition') return []
  const read = readCondition(step.condition ?? '')
  if (!read.ok) return [say(read.reason, 'condition')]
  return undeclared(playbook, step, variablesOf(read.condition), say, 'condition')
}

function checkAction(playbook: Playbook, step: Step, say: Say): Fault[] {
  const [command, ...more] = step.commands ?? []
  const extension = extensionOf(step)
  const base = [
    ...(extension?.phase ? [] : [say("no phase; add Genba's extension with the OODA phase of this step")]),
    ...(extension?.name ? [] : [say("no name in both languages; add Genba's extension")]),
  ]
  if (!command || more.length > 0)
    return [
      ...base,
      say(`exactly one command, not ${more.length + (command ? 1 : 0)}; use a step for each`, 'commands'),
    ]
  const texts = [command.command, command.content].flatMap((text) => variablesIn(text ?? ''))
  if (!COMMAND_TYPES.some((type) => type === command.type))
    return [
      say(
        `${command.type} commands are kept and shown, not run; Genba runs ${COMMAND_TYPES.join(', ')}`,
        ...['commands', 0, 'type'],
      ),
    ]
  return [
    ...base,
    ...undeclared(playbook, step, texts, say, 'commands', 0),
    ...(command.type === 'manual' ? checkManual(playbook, step, say) : checkHttp(playbook, step, command, say)),
  ]
}

function checkManual(playbook: Playbook, step: Step, say: Say): Fault[] {
  const extension = extensionOf(step)
  if (!extension) return []
  const { approval, automation, effect, options, phase, verify } = extension
  if (verify && automation !== 'verify-quiet')
    return [say('a verification query belongs to verify-quiet', 'step_extensions', GENBA_EXTENSION, 'verify')]
  if ((approval === undefined) === (automation === undefined))
    return [say('a manual step has either an automation or an approval', 'step_extensions', GENBA_EXTENSION)]
  if (options && !approval) return [say('options belong to an approval', 'step_extensions', GENBA_EXTENSION, 'options')]
  if (automation) {
    const needed = AUTOMATIONS[automation]?.phase
    return needed === undefined || needed === phase
      ? []
      : [say(`${automation} belongs to phase ${needed}, not ${phase}`, 'step_extensions', GENBA_EXTENSION)]
  }
  return [
    ...(phase === 'decide' ? [] : [say(`an approval belongs to phase decide, not ${phase}`)]),
    ...((effect === undefined) === (options === undefined)
      ? [say('an approval needs an effect or options with theirs, so that people know what they decide')]
      : []),
    ...(options ? checkOptions(playbook, step, options, say) : []),
    ...((step.on_failure ?? step.on_completion)
      ? []
      : [say('an approval needs on_failure, the way when people refuse')]),
  ]
}

/** What people chose is told by a variable of the playbook, as another tool's person would tell it. */
function checkOptions(
  { playbook_variables = {} }: Playbook,
  { out_args = [] }: Step,
  options: readonly StepOption[],
  say: Say,
): Fault[] {
  const [variable = '', ...more] = out_args
  const isTold = more.length === 0 && playbook_variables[variable]?.type === 'string'
  const ids = options.map(({ id }) => id)
  return [
    ...(isTold
      ? []
      : [say('options need one variable of the playbook, a string, for the one that is chosen', 'out_args')]),
    ...(new Set(ids).size === ids.length
      ? []
      : [say('two options have one id', 'step_extensions', GENBA_EXTENSION, 'options')]),
  ]
}

function checkHttp(playbook: Playbook, step: Step, command: Command, say: Say): Fault[] {
  const extension = extensionOf(step)
  const read = readHttpCommand(command)
  return [
    ...(read.ok ? [] : [say(read.reason, 'commands', 0)]),
    ...checkUndo(playbook, step, command, say),
    ...(step.targets?.length === 1 && playbook.target_definitions?.[step.targets[0]!]
      ? []
      : [say('exactly one, defined in target_definitions', 'targets')]),
    ...(extension?.phase === 'act' || extension?.phase === undefined
      ? []
      : [say(`what reaches out of Genba belongs to phase act, not ${extension.phase}`)]),
    ...(extension?.approvedBy || extension?.effect?.production === 'none'
      ? []
      : [
          say('what reaches out of Genba names the approval that covers it (approvedBy) or has effect.production none'),
        ]),
  ]
}

/** What ends the effect goes the same way, so it is held to the same rules before it is needed. */
function checkUndo(playbook: Playbook, step: Step, { type }: Command, say: Say): Fault[] {
  const undo = extensionOf(step)?.undo
  if (!undo || (undo.command === undefined && undo.content === undefined)) return []
  const place = ['step_extensions', GENBA_EXTENSION, 'undo']
  const read = readHttpCommand({ type, command: undo.command, content: undo.content })
  const names = [undo.command, undo.content].flatMap((text) => variablesIn(text ?? ''))
  return [...(read.ok ? [] : [say(read.reason, ...place)]), ...undeclared(playbook, step, names, say, ...place)]
}

/** A variable that the playbook or the step declares, that every run has, or that an automation gives. */
function undeclared(
  { playbook_variables = {} }: Playbook,
  { step_variables = {} }: Step,
  names: readonly string[],
  say: Say,
  ...place: (string | number)[]
): Fault[] {
  const given = new Set<string>([...RUN_FACTS, ...Object.values(AUTOMATIONS).flatMap(({ gives }) => [...gives])])
  return names
    .filter((name) => !given.has(name) && !playbook_variables[`__${name}__`] && !step_variables[`__${name}__`])
    .map((name) => say(`variable __${name}__ is not declared`, ...place))
}
