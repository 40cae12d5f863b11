import { z } from 'zod'
import { Extensions, ExternalReferences, Identifier, Timestamp, Variables } from './data-types.js'

const Base64 = z.string().regex(/^[A-Za-z0-9+/\s]*={0,2}\s*$/, 'expected base64')

/** A command (CACAO 2.0, section 5); the vocabulary of types is open. */
export const Command = z.looseObject({
  type: z.string(),
  description: z.string().optional(),
  version: z.string().optional(),
  playbook_activity: z.string().optional(),
  external_references: ExternalReferences.optional(),
  command: z.string().optional(),
  command_b64: Base64.optional(),
  content: z.string().optional(),
  content_b64: Base64.optional(),
  headers: z.record(z.string(), z.array(z.string())).optional(),
})
export type Command = z.infer<typeof Command>

/** Longest delay and timeout that Genba keeps a timer for: 31 days. */
export const WAIT_MAX_MS = 31 * 86_400_000
const Ms = z.number().int().min(0).max(WAIT_MAX_MS)
const Args = z.array(z.string()).min(1)

/** A workflow step (CACAO 2.0, section 4) of any type; what each type needs stands in `NEEDS`. */
export const Step = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  external_references: ExternalReferences.optional(),
  delay: Ms.optional(),
  timeout: Ms.optional(),
  step_variables: Variables.optional(),
  owner: Identifier.optional(),
  on_completion: Identifier.optional(),
  on_success: Identifier.optional(),
  on_failure: Identifier.optional(),
  step_extensions: Extensions.optional(),
  /** action */
  commands: z.array(Command).min(1).optional(),
  agent: z.string().optional(),
  targets: z.array(z.string()).min(1).optional(),
  /** action, playbook-action */
  in_args: Args.optional(),
  out_args: Args.optional(),
  /** playbook-action */
  playbook_id: Identifier.optional(),
  playbook_version: Timestamp.optional(),
  /** parallel */
  next_steps: z.array(Identifier).min(1).optional(),
  /** if-condition, while-condition */
  condition: z.string().optional(),
  on_true: Identifier.optional(),
  /** if-condition */
  on_false: Identifier.optional(),
  /** switch-condition */
  switch: z.string().optional(),
  cases: z.record(z.string().max(250), Identifier).optional(),
})
export type Step = z.infer<typeof Step>

export const STEP_TYPES = [
  'start',
  'end',
  'action',
  'playbook-action',
  'parallel',
  'if-condition',
  'while-condition',
  'switch-condition',
] as const
export type StepType = (typeof STEP_TYPES)[number]
export const isStepType = (type: string): type is StepType => (STEP_TYPES as readonly string[]).includes(type)

/** Properties that each type must have, beside the way on. */
export const NEEDS = {
  start: [],
  end: [],
  action: ['commands', 'agent'],
  'playbook-action': ['playbook_id'],
  parallel: ['next_steps'],
  'if-condition': ['condition', 'on_true'],
  'while-condition': ['condition', 'on_true'],
  'switch-condition': ['switch', 'cases'],
} as const satisfies Record<StepType, readonly (keyof Step)[]>
