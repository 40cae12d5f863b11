import { z } from 'zod'
import { Role } from '../access.js'
import { Approval, Asked, BreakGlass, REVIEW_VERDICTS, Seen } from '../documents/approval.js'
import { EpochMs, Localised } from '../words.js'

const Reason = z.string().trim().min(1).max(2000)
const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/** An approval that waits, as far as lists and the shift leader's screen tell it. */
export const WaitingApproval = Approval.pick({
  id: true,
  title: true,
  roles: true,
  mustInclude: true,
  people: true,
  requestedBy: true,
  dueAt: true,
  remindAt: true,
  escalations: true,
}).extend({
  stops: Localised,
  /** The ways to choose among, each with what it stops; absent where there is one only. */
  options: z.array(z.object({ name: Localised, stops: Localised })).optional(),
  answered: z.array(z.string()),
})
export type WaitingApproval = z.infer<typeof WaitingApproval>

/** A person's answer to something that waits for it. */
export const AnswerInput = z.strictObject({ answer: z.enum(['approve', 'refuse']), reason: Reason })
export type AnswerInput = z.infer<typeof AnswerInput>

export const DecideInput = AnswerInput.extend({
  /** Id of the way that is approved of: needed where the approval offers several, refused where it does not. */
  option: z.string().optional(),
  /** `seen.hash` of the ApprovalView that the person looked at: refused when something of it has changed. Absent: taken as it is now. */
  seen: Hash.optional(),
})
export type DecideInput = z.infer<typeof DecideInput>

export const BreakGlassInput = z.strictObject({ option: z.string().optional(), reason: Reason.min(10), seen: Hash })
export type BreakGlassInput = z.infer<typeof BreakGlassInput>

export const ReviewInput = z.strictObject({ verdict: z.enum(REVIEW_VERDICTS), reason: Reason })
export type ReviewInput = z.infer<typeof ReviewInput>

/** Why somebody may decide now: `role` by a grant; `on-call` by a grant and the roster's hours; `away`, `deputy` in place of somebody. */
export const PersonWho = z.object({
  user: z.string(),
  name: Localised,
  role: Role,
  why: z.enum(['role', 'on-call', 'away', 'deputy']),
  standsFor: z.object({ user: z.string(), name: Localised }).optional(),
  /** Until when that holds; absent: no end is known. */
  until: EpochMs.optional(),
})
export type PersonWho = z.infer<typeof PersonWho>

/** What a person sees of an approval before they decide, sealed, with who may decide now and who is asked next. */
export const ApprovalView = z.object({
  approval: z.string(),
  seen: Seen,
  who: z.array(PersonWho),
  /** Absent when the approval does not wait. `asks` is absent past the end of the chain: then it only reminds. */
  next: z.object({ at: EpochMs, asks: Asked.optional(), who: z.array(PersonWho) }).optional(),
})
export type ApprovalView = z.infer<typeof ApprovalView>

/** Decisions that broke the glass and that nobody has looked at yet. */
export const ReviewList = z.object({
  reviews: z.array(
    z.object({
      plant: z.string(),
      incident: z.string(),
      approval: z.string(),
      title: Localised,
      stops: Localised,
      people: z.number().int(),
      roles: z.array(Role),
      breakGlass: BreakGlass,
    }),
  ),
})
export type ReviewList = z.infer<typeof ReviewList>
