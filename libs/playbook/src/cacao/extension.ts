import { Localised, Phase, Role, StepEffect, type Stakes } from '@genba/contracts'
import { z } from 'zod'

/** As a case of a switch-condition says it; `default` is the case of none of them. */
const OptionId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .refine((id) => id !== 'default', 'default is no option')

/**
 * Genba's extension to a CACAO step, under `step_extensions` → GENBA_EXTENSION. It only adds: without it every step is still plain
 * CACAO, so another tool hands the `manual` commands to a person, which is what they say.
 *
 * - `phase`: the OODA phase (guideline 3.3(1)A); with it the queue on which the step is done.
 * - `name`: the step's name for people, in both languages. `__variable__:value` is filled in.
 * - `automation`: what Genba does itself where CACAO says `manual`. See AUTOMATIONS.
 * - `approval`: the step waits for people. The house's table (approve/approval-table.ts) may ask for more, never for less.
 * - `options`: the ways that people choose among, the first proposal on top, each with its effect; the id of the one they chose is written
 *   into the step's one `out_args`, so a switch-condition leads on.
 * - `effect`: what the decision does to the plant, for the person who decides, and its `production` class for the table.
 * - `approvedBy`: on a step that reaches out of Genba: the approval step that covers it; `approvedOptions`: by which of its options.
 * - `verify`: with `verify-quiet`: how long no new alert may come, and how often to look; the query: in which zones and of which rules,
 *   variables filled in, absent: all of the incident.
 * - `undo`: on a step that reaches out: the command that ends what it did, through the same target. By `genba`: carried out when the time
 *   that was approved (effect.holdMs of `approvedBy`, else of the step) is over, unless a person renewed it; by `person`: asked of one then.
 * - `outcome`: on an end step: whether the response is finished (`finished`) or goes into its next loop (`again`).
 */
export const StepExtension = z.strictObject({
  phase: Phase.optional(),
  name: Localised.optional(),
  automation: z.enum(['gather-evidence', 'look-around', 'compute-impact', 'verify-quiet', 'notify']).optional(),
  approval: z
    .strictObject({
      roles: z.array(Role).min(1),
      mustInclude: z.array(Role).default([]),
      people: z.number().int().min(1).max(2).default(1),
      /** How long people have before it escalates, in milliseconds. */
      dueMs: z.number().int().min(1_000).max(86_400_000),
      /** Roles that are asked as well, one at each time-out. */
      escalateTo: z.array(Role).max(5).default([]),
    })
    .optional(),
  options: z
    .array(z.strictObject({ id: OptionId, name: Localised, effect: StepEffect }))
    .min(2)
    .max(5)
    .optional(),
  effect: StepEffect.optional(),
  approvedBy: z.string().optional(),
  approvedOptions: z.array(z.string()).min(1).max(5).optional(),
  verify: z
    .strictObject({
      /** How long no new alert may come. */
      quietMs: z.number().int().min(1_000).max(86_400_000).optional(),
      looksMax: z.number().int().min(1).max(1_000).optional(),
      zones: z.array(z.string().min(1).max(200)).min(1).max(20).optional(),
      /** Ids of correlation rules. */
      rules: z.array(z.string().min(1).max(200)).min(1).max(20).optional(),
    })
    .optional(),
  undo: z
    .strictObject({
      by: z.enum(['genba', 'person']).default('genba'),
      command: z.string().optional(),
      content: z.string().optional(),
    })
    .optional(),
  outcome: z.enum(['finished', 'again']).optional(),
})
export type StepExtension = z.infer<typeof StepExtension>

export type Automation = NonNullable<StepExtension['automation']>
/** How far a step reaches into production: nothing; cuts communication; moves something; stops something. */
export type ProductionEffect = Stakes['production']
export type StepOption = NonNullable<StepExtension['options']>[number]

/** The phase in which each automation is done, and the variables that it gives to the steps after it. */
export const AUTOMATIONS = {
  'gather-evidence': { phase: 'observe', gives: ['alerts', 'assets', 'actors', 'rules', 'zones_hit'] },
  'look-around': { phase: 'observe', gives: ['measured', 'changes', 'signed_in'] },
  'compute-impact': { phase: 'orient', gives: ['conduit', 'way_in', 'processes', 'threats'] },
  'verify-quiet': { phase: 'act', gives: ['quiet', 'seen_alerts', 'looks'] },
  notify: { phase: 'act', gives: [] },
} as const satisfies Record<Automation, { phase: Phase; gives: readonly string[] }>

/** Variables that each run has from its beginning: what it answers, the finding that it was chosen for, and the zones hit by then. */
export const RUN_FACTS = ['incident', 'plant', 'zone', 'zones', 'rule', 'row', 'loop'] as const
