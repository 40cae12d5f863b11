import { AUTOMATIONS, RUN_FACTS, StepExtension } from './extension.js'
import { readCondition } from './condition.js'
import { edgesOf, reachable } from './edges.js'
import { variablesIn } from './fill.js'
import { readHttpCommand } from './http-command.js'
import { extensionOf, type Playbook, type Step } from './playbook.js'

export const STEPS_MAX = 200
export const PARALLEL_MAX = 20

const RUNS = ['start', 'end', 'action', 'if-condition', 'parallel'] as const
type StepType = (typeof RUNS)[number]

/** What the JSON schema of CACAO can't say, and what Genba needs to run a playbook safely. Each fault names its place. */
export function checkWorkflow(playbook: Playbook): string[] {
  const steps = Object.entries(playbook.workflow)
  const faults = [
    ...(steps.length > STEPS_MAX ? [`workflow: ${steps.length} steps; at most ${STEPS_MAX}`] : []),
    ...checkStart(playbook),
    ...checkEnd(playbook),
    ...steps.flatMap(([id, step]) => checkStep(playbook, id, step)),
  ]
  // Paths mean something only in a graph whose edges lead somewhere.
  return faults.length > 0 ? faults : [...checkReached(playbook), ...checkAcyclic(playbook), ...checkApproved(playbook)]
}

function checkStart({ workflow, workflow_start }: Playbook): string[] {
  const type = workflow[workflow_start]?.type
  if (type === 'start') return []
  return [
    `workflow_start: ${type === undefined ? `no step ${workflow_start}` : `${workflow_start} is a step of type ${type}; point it to a start step`}`,
  ]
}

function checkEnd({ workflow, workflow_exception }: Playbook): string[] {
  const exception =
    workflow_exception !== undefined && !workflow[workflow_exception]
      ? [`workflow_exception: no step ${workflow_exception}`]
      : []
  const hasEnd = Object.values(workflow).some((step) => step.type === 'end')
  const hasWork = Object.values(workflow).some((step) => step.type === 'action')
  return [...exception, ...(hasEnd ? [] : ['workflow: no end step']), ...(hasWork ? [] : ['workflow: no action step'])]
}

function checkStep(playbook: Playbook, id: string, step: Step): string[] {
  const place = `workflow.${id}`
  if (!isRun(step.type))
    return [`${place}.type: ${step.type} steps are not run by this version of Genba; it runs ${RUNS.join(', ')}`]
  return [
    ...edgesOf(step).flatMap(({ property, to }) =>
      playbook.workflow[to] ? [] : [`${place}.${property}: no step ${to}`],
    ),
    ...(step.on_completion && (step.on_success ?? step.on_failure)
      ? [`${place}: on_completion excludes on_success and on_failure`]
      : []),
    ...checkExtension(place, step),
    ...CHECKS[step.type](playbook, place, step),
  ]
}

const isRun = (type: string): type is StepType => (RUNS as readonly string[]).includes(type)

function checkExtension(place: string, step: Step): string[] {
  const extension = extensionOf(step)
  if (extension === undefined) return []
  const read = StepExtension.safeParse(extension)
  if (read.success) return []
  return read.error.issues.map((issue) => `${place}.step_extensions.genba.${issue.path.join('.')}: ${issue.message}`)
}

/** What each type needs of itself. */
const CHECKS: Record<StepType, (playbook: Playbook, place: string, step: Step) => string[]> = {
  start: (_, place, step) => (step.on_completion ? [] : [`${place}.on_completion: a start step must lead somewhere`]),
  end: (_, place, step) => (edgesOf(step).length === 0 ? [] : [`${place}: an end step leads nowhere`]),
  parallel: (_, place, step) => {
    const count = step.next_steps?.length ?? 0
    return count >= 1 && count <= PARALLEL_MAX
      ? []
      : [`${place}.next_steps: 1 to ${PARALLEL_MAX} branches, not ${count}`]
  },
  'if-condition': (playbook, place, step) => {
    const read = readCondition(step.condition ?? '')
    const unknown = read.ok
      ? read.condition.comparisons.map(({ variable }) => variable).filter((name) => !knows(playbook, name))
      : []
    return [
      ...(step.on_true ? [] : [`${place}.on_true: missing`]),
      ...((step.on_false ?? step.on_completion)
        ? []
        : [`${place}: leads nowhere when the condition does not hold; add on_false or on_completion`]),
      ...(read.ok ? [] : [`${place}.condition: ${read.reason}`]),
      ...unknown.map((name) => `${place}.condition: variable __${name}__ is not in playbook_variables`),
    ]
  },
  action: checkAction,
}

function checkAction(playbook: Playbook, place: string, step: Step): string[] {
  const [command, ...more] = step.commands ?? []
  const extension = extensionOf(step)
  const leadsOn = step.on_completion ?? step.on_success
  const base = [
    ...(extension?.phase ? [] : [`${place}: no phase; add Genba's extension with the OODA phase of this step`]),
    ...(extension?.name ? [] : [`${place}: no name in both languages; add Genba's extension`]),
    ...(leadsOn ? [] : [`${place}: leads nowhere; add on_completion or on_success`]),
  ]
  if (!command || more.length > 0)
    return [...base, `${place}.commands: exactly one command, not ${more.length + (command ? 1 : 0)}`]
  const unknown = [command.command, command.content]
    .flatMap((text) => variablesIn(text ?? ''))
    .filter((name) => !knows(playbook, name))
  return [
    ...base,
    ...unknown.map((name) => `${place}.commands.0: variable __${name}__ is not in playbook_variables`),
    ...(command.type === 'manual'
      ? checkManual(place, step)
      : command.type === 'http-api'
        ? checkHttp(playbook, place, step)
        : [
            `${place}.commands.0.type: ${command.type} is not run by this version of Genba; it runs manual and http-api`,
          ]),
  ]
}

function checkManual(place: string, step: Step): string[] {
  const extension = extensionOf(step)
  if (!extension) return []
  const { approval, automation, effect, phase } = extension
  if ((approval === undefined) === (automation === undefined))
    return [`${place}: a manual step has either an automation or an approval`]
  if (automation) {
    const needed = AUTOMATIONS[automation]?.phase
    return needed === undefined || needed === phase
      ? []
      : [`${place}: ${automation} belongs to phase ${needed}, not ${phase}`]
  }
  return [
    ...(phase === 'decide' ? [] : [`${place}: an approval belongs to phase decide, not ${phase}`]),
    ...(effect ? [] : [`${place}: an approval needs an effect, so that people know what they decide`]),
    ...((step.on_failure ?? step.on_completion)
      ? []
      : [`${place}: an approval needs on_failure, the way when people refuse`]),
  ]
}

function checkHttp(playbook: Playbook, place: string, step: Step): string[] {
  const extension = extensionOf(step)
  const target = step.targets?.[0]
  const read = readHttpCommand(step.commands![0]!)
  return [
    ...(read.ok ? [] : [`${place}.commands.0: ${read.reason}`]),
    ...(step.targets?.length === 1 && playbook.target_definitions?.[target!]
      ? []
      : [`${place}.targets: exactly one, defined in target_definitions`]),
    ...(extension?.phase === 'act'
      ? []
      : [`${place}: what reaches out of Genba belongs to phase act, not ${extension?.phase}`]),
    ...(extension?.approvedBy || extension?.effect?.production === 'none'
      ? []
      : [
          `${place}: what reaches out of Genba names the approval that covers it (approvedBy) or has effect.production none`,
        ]),
  ]
}

/** A variable that the playbook declares, that every run has, or that an automation gives. */
function knows(playbook: Playbook, name: string): boolean {
  const isGiven = Object.values(AUTOMATIONS).some(({ gives }) => (gives as readonly string[]).includes(name))
  return (
    isGiven ||
    (RUN_FACTS as readonly string[]).includes(name) ||
    playbook.playbook_variables?.[`__${name}__`] !== undefined
  )
}

function checkReached(playbook: Playbook): string[] {
  const heads = [playbook.workflow_start, ...(playbook.workflow_exception ? [playbook.workflow_exception] : [])]
  const reached = reachable(playbook, heads)
  return Object.keys(playbook.workflow).flatMap((id) =>
    reached.has(id) ? [] : [`workflow.${id}: nothing leads to this step`],
  )
}

/** Turning round is the response's next loop, never a circle inside a workflow: so every run ends. */
function checkAcyclic(playbook: Playbook): string[] {
  return Object.entries(playbook.workflow).flatMap(([id, step]) =>
    reachable(
      playbook,
      edgesOf(step).map(({ to }) => to),
    ).has(id)
      ? [`workflow.${id}: this step leads back to itself; end with outcome "again" instead`]
      : [],
  )
}

/** House rule 7: with every "approved" edge of the named approval closed, a step that it covers must be out of reach. */
function checkApproved(playbook: Playbook): string[] {
  return Object.entries(playbook.workflow).flatMap(([id, step]) => {
    const extension = extensionOf(step)
    const approvedBy = extension?.approvedBy
    if (!approvedBy) return []
    const covers = playbook.workflow[approvedBy]
    if (!covers || !extensionOf(covers)?.approval)
      return [`workflow.${id}.approvedBy: ${approvedBy} is no step with an approval`]
    if (covers.on_completion)
      return [
        `workflow.${approvedBy}.on_completion: leads on whether approved or refused; use on_success and on_failure`,
      ]
    const around = reachable(
      playbook,
      [playbook.workflow_start],
      (from, property) => !(from === approvedBy && property === 'on_success'),
    )
    return around.has(id) ? [`workflow.${id}: can be reached without the approval ${approvedBy}`] : []
  })
}
