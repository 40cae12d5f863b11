import { Effect, type Approval, type Level, type Localised, type PlantState, type Role } from '@genba/contracts'
import { fillText, type Fillings } from '../cacao/fill.js'
import type { StepExtension } from '../cacao/extension.js'
import { APPROVAL, type Approvers } from './approval-table.js'
import { chainOf } from './chain.js'
import { firstReminder } from './escalate.js'

/** What the table needs to know of the plant. */
export type Stakes = { safety: Level; plantState: PlantState }

export type ApprovalRequest = {
  id: string
  run: string
  step: string
  extension: StepExtension
  stakes: Stakes
  fillings: Fillings
  requestedBy?: string | undefined
  now: number
}

/** The approval that a step waits for: what its playbook asks, and at least what the table of the house asks. */
export function requestApproval({
  id,
  run,
  step,
  extension,
  stakes,
  fillings,
  requestedBy,
  now,
}: ApprovalRequest): Approval {
  const { approval, effect, name } = extension
  if (!approval || !effect || !name) throw new Error(`step ${step}: an approval needs approval, effect and name`)
  const text = (each: Localised): Localised => fillText(each, fillings)
  const { roles, mustInclude, people } = approversFor(extension, stakes)
  return {
    id,
    run,
    step,
    title: text(name),
    effect: Effect.parse({
      ...effect,
      stops: text(effect.stops),
      s: text(effect.s),
      q: text(effect.q),
      d: text(effect.d),
      c: text(effect.c),
      undo: text(effect.undo),
    }),
    roles: [...roles],
    mustInclude: [...mustInclude],
    people,
    requestedAt: now,
    ...(requestedBy === undefined ? {} : { requestedBy }),
    dueAt: now + approval.dueMs,
    dueMs: approval.dueMs,
    remindAt: firstReminder(now, approval.dueMs),
    chain: chainOf(roles, approval.escalateTo),
    stakes: { production: effect.production, ...stakes },
    escalations: 0,
    state: 'waiting',
    answers: [],
  }
}

/**
 * The stricter of playbook and table. Where the table asks for more people than the playbook named, its roles count as well, else
 * there might be nobody to be the second; otherwise a playbook may narrow the table's roles and never widen them.
 */
export function approversFor(
  { approval, effect }: StepExtension,
  { safety, plantState }: Stakes,
): Approvers & { people: 1 | 2 } {
  if (!approval || !effect) throw new Error('approvers of a step without an approval')
  const house: Approvers = APPROVAL[effect.production][safety][plantState]
  const mustInclude = union(approval.mustInclude, house.mustInclude)
  const people = Math.max(approval.people, house.people) === 2 ? 2 : 1
  const both = approval.roles.filter((role) => house.roles.includes(role))
  const roles =
    house.people === 0 ? approval.roles : house.people > approval.people || both.length === 0 ? house.roles : both
  return { people, roles: union(roles, mustInclude), mustInclude }
}

/** A waiting approval after the stakes rose: stricter where the table says so, never laxer, and nobody is asked less than before. */
export function tighten(waiting: Approval, extension: StepExtension, stakes: Stakes): Approval {
  const now = approversFor(extension, stakes)
  if (now.people <= waiting.people && now.mustInclude.every((role) => waiting.mustInclude.includes(role)))
    return waiting
  return {
    ...waiting,
    ...(waiting.stakes ? { stakes: { ...waiting.stakes, ...stakes } } : {}),
    people: Math.max(now.people, waiting.people),
    mustInclude: union(waiting.mustInclude, now.mustInclude),
    roles: union(waiting.roles, now.roles),
  }
}

const union = (a: readonly Role[], b: readonly Role[]): Role[] => [...new Set([...a, ...b])]
