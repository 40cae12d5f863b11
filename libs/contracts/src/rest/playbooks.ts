import { z } from 'zod'
import { Role } from '../access.js'
import { StepEffect } from '../documents/approval.js'
import { ChoiceFinding, ChooseRow, KeptChoice } from '../documents/choice.js'
import { LibraryEntry, SignatureRule, SignatureState } from '../documents/library.js'
import { Fault } from '../errors.js'
import { EpochMs, Localised, Phase } from '../words.js'
import { ReasonInput, Taken } from './console.js'
import type { Route } from './route.js'

/** As in libs/playbook, with room for the escapes of JSON. */
const TEXT_MAX_CHARS = 1_000_000

/** One version of a playbook. */
export const PlaybookRow = z.object({
  /** `id@modified`. */
  version: z.string(),
  id: z.string(),
  name: z.string(),
  /** What its start is called in Genba's extension, else its name. */
  title: Localised,
  modified: z.string(),
  description: z.string().optional(),
  /**
   * `current`: what a run that begins now would take; `older`: a newer one took its place; `waits` and `expired`: by its own dates;
   * `revoked`: by its maker or by a person here; `kept`: valid, shown, and not run for the problems that it has; `unreadable`: this
   * version of Genba can't read it.
   */
  state: z.enum(['current', 'older', 'waits', 'expired', 'revoked', 'kept', 'unreadable']),
  validFrom: z.string().optional(),
  validUntil: z.string().optional(),
  signature: SignatureState,
  phases: z.array(Phase),
  steps: z.number().int(),
  problems: z.number().int(),
  /** Absent: it came with a responder's files. */
  imported: z.object({ by: z.string(), at: EpochMs }).optional(),
  revoked: LibraryEntry.shape.revoked,
  /** Rows of the table that chooses, by playbook; the default answers whatever no other row does. */
  rows: z.number().int(),
  isDefault: z.boolean(),
  /** Responses under way that began with this version. */
  running: z.number().int(),
})
export type PlaybookRow = z.infer<typeof PlaybookRow>

export const PlaybookQuery = z.object({
  /** `next` of the page before: the version (`id@modified`) with which it ended. */
  after: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})
export type PlaybookQuery = z.infer<typeof PlaybookQuery>

/** Versions by name and the newest first, page by page; of all pages, who may import and revoke, and whose signatures count for that. */
export const PlaybookList = z.object({
  playbooks: z.array(PlaybookRow),
  next: z.string().optional(),
  /** Versions on all pages. */
  total: z.number().int(),
  importers: z.array(Role),
  trusted: z.array(z.string()),
  rule: SignatureRule,
})
export type PlaybookList = z.infer<typeof PlaybookList>

export const EDGE_KINDS = [
  'on_completion',
  'on_success',
  'on_failure',
  'on_true',
  'on_false',
  'next_steps',
  'cases',
] as const
/** A way from a step to another by the property that says so; `label` is the value of a case. */
export const PlaybookEdge = z.object({ kind: z.enum(EDGE_KINDS), label: z.string().optional(), to: z.string() })
export type PlaybookEdge = z.infer<typeof PlaybookEdge>

/** A step as people read it: what it does, who acts, what that does to the plant, where it leads. */
export const PlaybookStep = z.object({
  id: z.string(),
  type: z.string(),
  name: Localised,
  description: z.string().optional(),
  phase: Phase.optional(),
  /** What Genba does itself. */
  automation: z.string().optional(),
  approval: z
    .object({
      roles: z.array(Role),
      mustInclude: z.array(Role),
      people: z.number().int(),
      dueMs: z.number(),
      escalateTo: z.array(Role),
    })
    .optional(),
  effect: StepEffect.optional(),
  /** The ways that an approval offers, where there are several; the case of the same name is where each leads. */
  options: z.array(z.object({ id: z.string(), name: Localised, effect: StepEffect })).optional(),
  approvedBy: z.string().optional(),
  /** Which of its options cover this step. */
  approvedOptions: z.array(z.string()).optional(),
  undo: z.object({ by: z.enum(['genba', 'person']), command: z.string().optional() }).optional(),
  outcome: z.enum(['finished', 'again']).optional(),
  command: z.object({ type: z.string(), text: z.string() }).optional(),
  /** Name of the target that it reaches through: the connector. */
  target: z.string().optional(),
  condition: z.string().optional(),
  calls: z.string().optional(),
  delayMs: z.number().optional(),
  timeoutMs: z.number().optional(),
  to: z.array(PlaybookEdge),
})
export type PlaybookStep = z.infer<typeof PlaybookStep>

/** One version with its steps, those that are reached first on top; `playbook` is the file's content, unknown properties and all. */
export const PlaybookPage = z.object({
  row: PlaybookRow,
  problems: z.array(Fault),
  start: z.string().optional(),
  exception: z.string().optional(),
  steps: z.array(PlaybookStep),
  playbook: z.record(z.string(), z.unknown()),
})
export type PlaybookPage = z.infer<typeof PlaybookPage>

/** One property that differs: `at` is a JSON pointer, below the step or the playbook; the values as JSON text, cut where they are long. */
export const FieldChange = z.object({ at: z.string(), before: z.string().optional(), after: z.string().optional() })
export type FieldChange = z.infer<typeof FieldChange>

export const StepChange = z.object({
  id: z.string(),
  name: Localised,
  is: z.enum(['added', 'removed', 'changed']),
  fields: z.array(FieldChange),
})
export type StepChange = z.infer<typeof StepChange>

/** What changed from one version to another; signatures are left out, they always do. */
export const PlaybookDifference = z.object({
  from: z.string(),
  to: z.string(),
  playbook: z.array(FieldChange),
  steps: z.array(StepChange),
})
export type PlaybookDifference = z.infer<typeof PlaybookDifference>

export const PlaybookDifferenceQuery = z.object({ from: z.string().min(1) })
export type PlaybookDifferenceQuery = z.infer<typeof PlaybookDifferenceQuery>

/** The file's very text. */
export const PlaybookImport = z.strictObject({ text: z.string().min(1).max(TEXT_MAX_CHARS) })
export type PlaybookImport = z.infer<typeof PlaybookImport>

export const PlaybookImported = z.object({ version: z.string(), signature: SignatureState, problems: z.array(Fault) })
export type PlaybookImported = z.infer<typeof PlaybookImported>

/** A row with what its playbook is called, and the version that a run would begin with now; without one the row is passed over. */
const ChoiceRow = ChooseRow.extend({ title: Localised.optional(), current: z.string().optional() })

/** The table that chooses: the first row that fits an incident wins, and the last one fits everything. */
export const ChoiceTable = z.object({ table: KeptChoice.extend({ rows: z.array(ChoiceRow) }) })
export type ChoiceTable = z.infer<typeof ChoiceTable>

/** Which row fits an incident as it is now, and for which finding; what answers it in fact may have begun by an older table. */
export const IncidentChoice = z.object({
  table: z.string(),
  /** Counts from 0. */
  row: z.number().int(),
  rows: z.number().int(),
  chosen: ChoiceRow,
  /** Absent: the incident has no finding, and the last row answers it. */
  finding: ChoiceFinding.optional(),
  severity: z.number(),
  /** The version with which the newest run of its response began. */
  answeredBy: z.string().optional(),
})
export type IncidentChoice = z.infer<typeof IncidentChoice>

const reads = { access: 'response.read' } as const
/** A playbook belongs to no plant: who changes the library does so for all of them. */
const writes = { access: 'playbook.write', scope: 'everywhere' } as const

/** The library of playbooks. */
export const PLAYBOOK_ROUTES = {
  listPlaybooks: { method: 'GET', path: '/v1/playbooks', ...reads, query: PlaybookQuery, answer: PlaybookList },
  getChoiceTable: { method: 'GET', path: '/v1/playbook-choice', ...reads, answer: ChoiceTable },
  getIncidentChoice: {
    method: 'GET',
    path: '/v1/incidents/:incident/playbook-choice',
    ...reads,
    answer: IncidentChoice,
  },
  getPlaybook: { method: 'GET', path: '/v1/playbooks/:playbook', ...reads, answer: PlaybookPage },
  exportPlaybook: {
    method: 'GET',
    path: '/v1/playbooks/:playbook/file',
    ...reads,
    answer: z.looseObject({ type: z.literal('playbook') }),
  },
  comparePlaybooks: {
    method: 'GET',
    path: '/v1/playbooks/:playbook/difference',
    ...reads,
    query: PlaybookDifferenceQuery,
    answer: PlaybookDifference,
  },
  importPlaybook: {
    method: 'POST',
    path: '/v1/playbooks',
    ...writes,
    body: PlaybookImport,
    answer: PlaybookImported,
  },
  revokePlaybook: {
    method: 'POST',
    path: '/v1/playbooks/:playbook/revoke',
    ...writes,
    body: ReasonInput,
    answer: Taken,
  },
} as const satisfies Record<string, Route>
