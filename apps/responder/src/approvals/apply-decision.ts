import { never, type ResponseDecision, type Response } from '@genba/contracts'
import type { Linked, Outcome } from '@genba/playbook'
import { wishHold } from '../holds/wish-hold.js'
import { unchanged, type Change } from '../responses/change.js'
import { applyWish } from '../steps/apply-wish.js'
import { applyAnswer, applyBreakGlass, applyReview } from './apply-answer.js'
import { entryId } from './entry-id.js'

/** What a decision did: `settles` names the step that goes on by it. */
export type Applied = { change: Change; settles?: { step: string; outcome: Outcome } }

/** A response after a person's decision, with its audit entry; undefined when this decision was taken before. */
export function applyDecision(
  response: Response,
  playbook: Linked,
  decision: ResponseDecision,
  now: number,
): Applied | undefined {
  if (response.timeline.some(({ id }) => id === entryId(decision))) return undefined
  const { what } = decision
  switch (what.kind) {
    case 'approval':
      return applyAnswer(response, decision, what, now)
    case 'break-glass':
      return applyBreakGlass(response, decision, what, now)
    case 'review':
      return applyReview(response, decision, what, now)
    case 'retry':
    case 'skip':
    case 'rerun':
      return applyWish(response, playbook, decision, what, now)
    case 'renew-hold':
    case 'undo-hold':
      return { change: wishHold(unchanged(response), decision, what, now) }
    case 'shadow':
      // A trial changes nothing of the response.
      return undefined
    default:
      return never(what)
  }
}
