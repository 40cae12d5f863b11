import { z } from 'zod'
import type { StepExtension } from './extension.js'

/** CACAO v2.0 as far as Genba runs it; properties and extensions that are not named here are kept as they came. */
const Id = z.string().regex(/^[a-z0-9-]+--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'expected type--uuid')
const Timestamp = z.iso.datetime()
const VariableName = z.string().regex(/^__[a-zA-Z][a-zA-Z0-9_-]*__$/, 'expected __name__')

export const Variable = z.looseObject({
  type: z.string(),
  value: z.string().optional(),
  constant: z.boolean().optional(),
  external: z.boolean().optional(),
})
export type Variable = z.infer<typeof Variable>

export const Command = z.looseObject({
  type: z.string(),
  command: z.string().optional(),
  content: z.string().optional(),
  headers: z.record(z.string(), z.array(z.string())).optional(),
})
export type Command = z.infer<typeof Command>

/** One workflow step. Which properties a type needs is checked in `check-workflow.ts`, so that a fault can name the place. */
export const Step = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  on_completion: Id.optional(),
  on_success: Id.optional(),
  on_failure: Id.optional(),
  /** action */
  commands: z.array(Command).optional(),
  agent: Id.optional(),
  targets: z.array(Id).optional(),
  /** if-condition */
  condition: z.string().optional(),
  on_true: Id.optional(),
  on_false: Id.optional(),
  /** parallel */
  next_steps: z.array(Id).optional(),
  step_extensions: z.record(z.string(), z.unknown()).optional(),
})
export type Step = z.infer<typeof Step>

export const AgentTarget = z.looseObject({ type: z.string(), name: z.string() })

export const Playbook = z.looseObject({
  type: z.literal('playbook'),
  spec_version: z.literal('cacao-2.0'),
  id: Id,
  name: z.string().min(1),
  description: z.string().optional(),
  created_by: Id,
  created: Timestamp,
  modified: Timestamp,
  revoked: z.boolean().optional(),
  playbook_variables: z.record(VariableName, Variable).optional(),
  agent_definitions: z.record(Id, AgentTarget).optional(),
  target_definitions: z.record(Id, AgentTarget).optional(),
  extension_definitions: z
    .record(Id, z.looseObject({ type: z.literal('extension-definition'), name: z.string() }))
    .optional(),
  playbook_extensions: z.record(z.string(), z.unknown()).optional(),
  workflow_start: Id,
  workflow_exception: Id.optional(),
  workflow: z.record(Id, Step),
})
export type Playbook = z.infer<typeof Playbook>

/** `id@modified`: a version never changes, so a run that names it ends as it began (CACAO 2.0, 3.1 versioning). */
export const playbookVersion = (playbook: Pick<Playbook, 'id' | 'modified'>): string =>
  `${playbook.id}@${playbook.modified}`

/** The step, which a read playbook is known to have; throws on an id from elsewhere. */
export function stepOf(playbook: Playbook, id: string): Step {
  const step = playbook.workflow[id]
  if (!step) throw new Error(`playbook ${playbook.id}: no step ${id}`)
  return step
}

/** What Genba's extension says about a step; undefined when the step has none. */
export const extensionOf = (step: Step): StepExtension | undefined =>
  step.step_extensions?.[GENBA_EXTENSION] as StepExtension | undefined

/** The id of Genba's one CACAO extension; `extension.ts` documents it. */
export const GENBA_EXTENSION = 'extension-definition--04b72723-41ae-4e16-ad0b-372e6332131b'
