import { z } from 'zod'
import { Role } from '../access.js'
import { EpochMs, Level, Localised, PlantState, Severity0to100 } from '../words.js'

/** What a step does to the plant, for the person who decides. */
export const Effect = z.object({
  stops: Localised,
  s: Localised,
  q: Localised,
  d: Localised,
  c: Localised,
  undo: Localised,
  /** How long it stands unless renewed; absent: until somebody undoes it. */
  holdMs: z.number().int().optional(),
})
export type Effect = z.infer<typeof Effect>

/** Why so many people must agree: what the step does to production, what is at stake, and what the plant was doing. */
export const Stakes = z.object({
  production: z.enum(['none', 'isolates', 'moves', 'stops']),
  safety: Level,
  plantState: PlantState,
})
export type Stakes = z.infer<typeof Stakes>

/** An effect as a playbook states it, with how far it reaches into production. */
export const StepEffect = Effect.extend({ production: Stakes.shape.production })

/** Who must agree: `people` distinct persons with a role of `roles`, and every role of `mustInclude` among them. */
const Approvers = z.object({
  roles: z.array(Role),
  mustInclude: z.array(Role),
  people: z.number().int().min(1).max(2),
})

/** One of several ways that a decision offers, with what it does to the plant and who must agree to it. */
export const ApprovalOption = Approvers.extend({
  id: z.string(),
  name: Localised,
  effect: Effect,
  production: Stakes.shape.production,
})
export type ApprovalOption = z.infer<typeof ApprovalOption>

/** The ways to choose among, the one that was chosen, and the run's variable that tells the playbook which. */
export const ApprovalChoice = z.object({
  variable: z.string(),
  options: z.array(ApprovalOption).min(2),
  /** Absent until people have agreed on one. */
  chosen: z.string().optional(),
})
export type ApprovalChoice = z.infer<typeof ApprovalChoice>

/** What the person who decided could see, and the SHA-256 of it (hex). */
export const Shown = z.object({
  title: Localised,
  effect: Effect,
  stakes: Stakes.optional(),
  roles: z.array(Role),
  mustInclude: z.array(Role),
  people: z.number().int(),
  /** Absent where there was one way only. */
  options: z.array(ApprovalOption).optional(),
  incident: z.object({ title: Localised, zones: z.array(z.string()), severity: Severity0to100 }),
})
export type Shown = z.infer<typeof Shown>
export const Seen = z.object({ hash: z.string(), shown: Shown })
export type Seen = z.infer<typeof Seen>

/** Who decided, with the roles that counted then on that plant; `standsFor` names whose role a deputy used. */
export const Decider = z.object({
  user: z.string(),
  roles: z.array(Role),
  standsFor: z.array(z.object({ role: Role, user: z.string() })).optional(),
})
export type Decider = z.infer<typeof Decider>

export const ApprovalAnswer = Decider.extend({
  answer: z.enum(['approve', 'refuse']),
  /** The way that they approve of; absent where there is one only, and when they refuse. */
  option: z.string().optional(),
  reason: z.string(),
  at: EpochMs,
  /** Absent on answers from before it was kept. */
  seen: Seen.optional(),
})
export type ApprovalAnswer = z.infer<typeof ApprovalAnswer>

export const REVIEW_VERDICTS = ['justified', 'unjustified'] as const
/** One person decided alone against the rule, with a reason; another person looks at it later. */
export const BreakGlass = Decider.extend({
  reason: z.string(),
  at: EpochMs,
  review: z.object({ user: z.string(), verdict: z.enum(REVIEW_VERDICTS), reason: z.string(), at: EpochMs }).optional(),
})
export type BreakGlass = z.infer<typeof BreakGlass>

/** Who is asked at a time-out: one more role, or the standing deputies of those who were asked before. */
export const Asked = z.union([Role, z.literal('deputy')])
export type Asked = z.infer<typeof Asked>

/**
 * A person's decision that a step waits for. A time-out escalates; it never approves. Where it offers a choice, effect and approvers are
 * those of the way that was chosen; until then the effect of the way that the playbook names first, and the most that any way asks for.
 */
export const Approval = Approvers.extend({
  id: z.string(),
  run: z.string(),
  step: z.string(),
  title: Localised,
  effect: Effect,
  /** Absent where the playbook offers one way only. */
  choice: ApprovalChoice.optional(),
  requestedAt: EpochMs,
  /** Absent when the playbook asked by itself. */
  requestedBy: z.string().optional(),
  dueAt: EpochMs,
  escalations: z.number().int(),
  /** The next moment before `dueAt` at which those who were asked are reminded; absent when that is done. */
  remindAt: EpochMs.optional(),
  /** How often they were reminded since they were asked last; how long they have. Absent on approvals from before. */
  reminders: z.number().int().optional(),
  dueMs: z.number().int().optional(),
  /** Absent on approvals from before they were kept, like `stakes`: those remind nobody and only know their roles. */
  chain: z.array(Asked).optional(),
  stakes: Stakes.optional(),
  /** `withdrawn`: nobody needs to decide any more, because the incident was closed or a better fitting playbook took over. */
  state: z.enum(['waiting', 'approved', 'refused', 'withdrawn']),
  answers: z.array(ApprovalAnswer),
  breakGlass: BreakGlass.optional(),
})
export type Approval = z.infer<typeof Approval>

/** True when the standing deputies of those who must decide have been asked as well. */
export const areDeputiesAsked = ({ chain = [], escalations }: Pick<Approval, 'chain' | 'escalations'>): boolean =>
  chain.slice(0, escalations).includes('deputy')

/** The answers that count: where there is a choice people may change theirs while it waits, and the last one of each stands. */
export const standingAnswers = ({ answers }: Pick<Approval, 'answers'>): ApprovalAnswer[] =>
  answers.filter(({ user }, n) => !answers.slice(n + 1).some((later) => later.user === user))
