import type { Run, RunStep } from '@genba/contracts'
import { AUTOMATIONS, RUN_FACTS } from '../cacao/extension.js'
import { playbookAt, stepOf, type Linked } from '../cacao/link.js'
import { extensionOf, type Playbook } from '../cacao/playbook.js'
import type { Step } from '../cacao/schema/steps.js'
import type { Variables } from '../cacao/schema/data-types.js'
import { isOfType } from '../cacao/variable-type.js'
import type { z } from 'zod'
import { ancestorsOf, recordOf } from './records.js'
import { cutValues } from './outcome.js'

export type Values = Record<string, string>
type Declared = z.infer<typeof Variables> | undefined

/** `__name__` without its marks. */
export const bare = (name: string): string => name.slice(2, -2)
const marked = (name: string): string => `__${name}__`

/** What variables are worth when their scope begins; one whose value is null or missing is unknown and not there. */
export const initialValues = (declared: Declared): Values =>
  Object.fromEntries(
    Object.entries(declared ?? {}).flatMap(([name, { value }]) =>
      typeof value === 'string' ? [[bare(name), value] as const] : [],
    ),
  )

/** The variables that a step sees: those of its playbook, and over them its own (CACAO 2.0, 10.18.2). */
export function variablesAt(run: Run, id: string): Values {
  const step = recordOf(run, id)
  if (!step) return run.variables
  const own = step.type === 'playbook-action' ? {} : step.variables
  return { ...playbookScope(run, step), ...own }
}

/** The variables of the playbook that a step stands in: the run's, or those of the step that called it. */
export function playbookScope(run: Run, step: RunStep): Values {
  const caller = ancestorsOf(run, step).find(({ type }) => type === 'playbook-action')
  return caller ? (caller.variables ?? {}) : run.variables
}

/**
 * Writes what a step gave into the scopes that it may write: its automation's variables and its out_args; a name that the step
 * declares itself stays its own. Constants stay as they are. Returns the first name whose value is not of its type.
 */
export function assign(draft: Run, root: Linked, record: RunStep, output: Readonly<Values>): string | undefined {
  const step = stepOf(root, record.id)
  const playbook = playbookAt(root, record.id)
  const scope = playbookScope(draft, record)
  for (const [name, value] of Object.entries(cutValues(output))) {
    if (!gives(step, name)) continue
    const own = step.step_variables?.[marked(name)]
    const declared = own ?? playbook.playbook_variables?.[marked(name)]
    if (declared?.constant) continue
    if (declared && !isOfType(declared.type, value)) return name
    if (own && record.type !== 'playbook-action') record.variables = { ...record.variables, [name]: value }
    else scope[name] = value
  }
  return undefined
}

/** The variables of a playbook that a step calls: its own beginnings, the facts of the run, and the in_args that it lets in. */
export function calledValues(draft: Run, caller: RunStep, step: Step, called: Playbook): Values {
  const given = { ...playbookScope(draft, caller), ...initialValues(step.step_variables) }
  const facts = Object.fromEntries(RUN_FACTS.flatMap((name) => pick(given, name)))
  const passed = Object.fromEntries((step.in_args ?? []).map(bare).flatMap((name) => pick(given, name)))
  return withExternals(called, { ...facts, ...passed })
}

/** The beginning values of a playbook, with what its caller passes in; a constant keeps its own. */
export function withExternals(playbook: Playbook, passed: Readonly<Values>): Values {
  const constants = Object.entries(playbook.playbook_variables ?? {}).filter(([, { constant }]) => constant)
  return { ...initialValues(playbook.playbook_variables), ...passed, ...initialValues(Object.fromEntries(constants)) }
}

function gives(step: Step, name: string): boolean {
  const automation = extensionOf(step)?.automation
  if (automation && (AUTOMATIONS[automation].gives as readonly string[]).includes(name)) return true
  return step.out_args?.includes(marked(name)) ?? false
}

const pick = (values: Readonly<Values>, name: string): [string, string][] =>
  values[name] === undefined ? [] : [[name, values[name]]]
