import type { Localised } from '@genba/contracts'
import { z } from 'zod'
import type { StepExtension } from './extension.js'
import {
  AgentTarget,
  AuthenticationInfo,
  DataMarking,
  ExtensionDefinition,
  Extensions,
  ExternalReferences,
  Identifier,
  Timestamp,
  Variables,
} from './schema/data-types.js'
import { Signature } from './schema/signature.js'
import { Step } from './schema/steps.js'

const Score = z.number().int().min(0).max(100)
const Flag = z.boolean().optional()

/** A CACAO v2.0 playbook (section 3.1), every property of it; properties and extensions of others are kept as they came. */
export const Playbook = z.looseObject({
  type: z.literal('playbook'),
  spec_version: z.literal('cacao-2.0'),
  id: Identifier,
  name: z.string().min(1),
  description: z.string().optional(),
  playbook_types: z.array(z.string()).optional(),
  playbook_activities: z.array(z.string()).min(1).optional(),
  playbook_processing_summary: z
    .looseObject({
      manual_playbook: Flag,
      external_playbooks: Flag,
      parallel_processing: Flag,
      if_logic: Flag,
      while_logic: Flag,
      switch_logic: Flag,
      temporal_logic: Flag,
      data_markings: Flag,
      digital_signatures: Flag,
      countersigned_signatures: Flag,
      extensions: Flag,
    })
    .optional(),
  created_by: Identifier,
  created: Timestamp,
  modified: Timestamp,
  revoked: z.boolean().optional(),
  valid_from: Timestamp.optional(),
  valid_until: Timestamp.optional(),
  derived_from: z.array(Identifier).min(1).optional(),
  related_to: z.array(Identifier).min(1).optional(),
  priority: Score.optional(),
  severity: Score.optional(),
  impact: Score.optional(),
  industry_sectors: z.array(z.string()).min(1).optional(),
  labels: z.array(z.string()).min(1).optional(),
  external_references: ExternalReferences.min(1).optional(),
  markings: z.array(Identifier).min(1).optional(),
  playbook_variables: Variables.optional(),
  workflow_start: Identifier,
  workflow_exception: Identifier.optional(),
  workflow: z.record(Identifier, Step),
  playbook_extensions: Extensions.optional(),
  authentication_info_definitions: z.record(Identifier, AuthenticationInfo).optional(),
  agent_definitions: z.record(Identifier, AgentTarget).optional(),
  target_definitions: z.record(Identifier, AgentTarget).optional(),
  extension_definitions: z.record(Identifier, ExtensionDefinition).optional(),
  data_marking_definitions: z.record(Identifier, DataMarking).optional(),
  signatures: z.array(Signature).min(1).optional(),
})
export type Playbook = z.infer<typeof Playbook>

/** `id@modified`: a version never changes, so a run that names it ends as it began (CACAO 2.0, 3.1 versioning). */
export const playbookVersion = (playbook: Pick<Playbook, 'id' | 'modified'>): string =>
  `${playbook.id}@${playbook.modified}`

/** What Genba's extension says about a step; undefined when the step has none. */
export const extensionOf = (step: Step): StepExtension | undefined => step.step_extensions?.[GENBA_EXTENSION]

/** The variable, without its marks, that tells which option of the step was chosen; undefined when it offers none. */
export const choiceVariableOf = (step: Step): string | undefined =>
  extensionOf(step)?.options && step.out_args?.[0]?.slice(2, -2)

/** What people call a playbook: the name of its start in Genba's extension, else its own. */
export function titleOf({ workflow, workflow_start, name }: Playbook): Localised {
  const start = workflow[workflow_start]
  return (start && extensionOf(start)?.name) ?? { ja: name, en: name }
}

/** The id of Genba's one CACAO extension; `extension.ts` documents it. */
export const GENBA_EXTENSION = 'extension-definition--04b72723-41ae-4e16-ad0b-372e6332131b'
