import { AUTOMATIONS } from '../extension.js'
import { branchesOf, edgesOf, reachable } from '../edges.js'
import { extensionOf, type Playbook } from '../playbook.js'
import type { Step } from '../schema/steps.js'
import { pointer, type Fault } from './fault.js'

/** What Genba refuses of a workflow as a whole, so that each run ends, joins and asks; on a workflow whose ways all lead somewhere. */
export function checkGraph(playbook: Playbook): Fault[] {
  return [...checkReached(playbook), ...checkAcyclic(playbook), ...checkBranches(playbook), ...checkApproved(playbook)]
}

function checkReached(playbook: Playbook): Fault[] {
  const reached = reachable(playbook, headsOf(playbook))
  return Object.keys(playbook.workflow).flatMap((id) =>
    reached.has(id) ? [] : [{ at: pointer('workflow', id), what: 'nothing leads to this step' }],
  )
}

/** Turning round is a while-condition or the response's next loop, never a circle of pointers: so every branch ends. */
function checkAcyclic(playbook: Playbook): Fault[] {
  return Object.entries(playbook.workflow).flatMap(([id, step]) =>
    reachable(
      playbook,
      edgesOf(step).map(({ to }) => to),
    ).has(id)
      ? [
          {
            at: pointer('workflow', id),
            what: 'this step leads back to itself; use a while-condition, or end with outcome "again"',
          },
        ]
      : [],
  )
}

/** Branches run at the same time: one that shares a step or a variable with another would make the result a matter of chance. */
function checkBranches(playbook: Playbook): Fault[] {
  return Object.entries(playbook.workflow).flatMap(([id, step]) => {
    if (step.type !== 'parallel') return []
    const branches = branchesOf(step).map(({ to }) => worksIn(playbook, to))
    return [
      ...shared(branches.map((steps) => steps.map(([each]) => each))).map((each) => ({
        at: pointer('workflow', id, 'next_steps'),
        what: `two branches lead to ${each}; give each branch its own steps, and one end`,
      })),
      ...shared(branches.map((steps) => steps.flatMap(([, each]) => writtenBy(each)))).map((name) => ({
        at: pointer('workflow', id, 'next_steps'),
        what: `two branches write variable __${name}__`,
      })),
    ]
  })
}

/** The steps of a branch but its ends, which branches may share: nothing happens in them. */
const worksIn = (playbook: Playbook, head: string): [string, Step][] =>
  [...reachable(playbook, [head])]
    .map((id): [string, Step] => [id, playbook.workflow[id]!])
    .filter(([, { type }]) => type !== 'end')

function writtenBy(step: Step): string[] {
  const automation = extensionOf(step)?.automation
  const own = new Set(Object.keys(step.step_variables ?? {}))
  const out = (step.out_args ?? []).filter((name) => !own.has(name)).map((name) => name.slice(2, -2))
  return [...new Set([...out, ...(automation ? AUTOMATIONS[automation].gives : [])])]
}

const shared = (lists: readonly (readonly string[])[]): string[] => [
  ...new Set(
    lists.flatMap((list, n) => list.filter((each) => lists.slice(n + 1).some((other) => other.includes(each)))),
  ),
]

/**
 * House rule 7: with every "approved" edge of the named approval closed, a step that it covers must be out of reach; where it offers a
 * choice, also with any other way chosen than those that cover the step.
 */
function checkApproved(playbook: Playbook): Fault[] {
  return Object.entries(playbook.workflow).flatMap(([id, step]) => {
    const { approvedBy, approvedOptions } = extensionOf(step) ?? {}
    const at = pointer('workflow', id, 'step_extensions')
    if (!approvedBy) return approvedOptions ? [{ at, what: 'approvedOptions without approvedBy' }] : []
    const covers = playbook.workflow[approvedBy]
    if (!covers || !extensionOf(covers)?.approval)
      return [{ at, what: `approvedBy: ${approvedBy} is no step with an approval` }]
    if (covers.on_completion)
      return [
        {
          at: pointer('workflow', approvedBy, 'on_completion'),
          what: 'leads on whether approved or refused; use on_success and on_failure',
        },
      ]
    const isReached = (passes: Passes): boolean => reachable(playbook, headsOf(playbook), passes).has(id)
    const without: Passes = (from, property) => !(from === approvedBy && property === 'on_success')
    if (isReached(without)) return [{ at, what: `can be reached without the approval ${approvedBy}` }]
    const options = extensionOf(covers)?.options?.map((option) => option.id) ?? []
    const unknown = approvedOptions?.find((option) => !options.includes(option))
    if (unknown !== undefined) return [{ at, what: `approvedOptions: ${approvedBy} has no option ${unknown}` }]
    if (options.length > 0 && !approvedOptions)
      return [{ at, what: `approvedOptions: say which options of ${approvedBy} cover this step` }]
    return options
      .filter((option) => !approvedOptions!.includes(option) && isReached(withChosen(playbook, covers, option)))
      .map((option) => ({ at, what: `can be reached when ${option} was chosen at ${approvedBy}` }))
  })
}

type Passes = (from: string, property: string) => boolean

const headsOf = ({ workflow_start, workflow_exception }: Playbook): string[] => [
  workflow_start,
  ...(workflow_exception ? [workflow_exception] : []),
]

/** Of the cases of a switch over the variable that tells what was chosen, only the one for `option` is open. */
function withChosen(playbook: Playbook, { out_args: [variable] = [] }: Step, option: string): Passes {
  return (from, property) => {
    const { switch: over, cases = {} } = playbook.workflow[from]!
    if (!property.startsWith('cases/') || over?.replace(/:value$/, '') !== variable) return true
    return property === `cases/${Object.hasOwn(cases, option) ? option : 'default'}`
  }
}
