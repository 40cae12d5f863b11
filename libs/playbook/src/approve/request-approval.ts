import {
  Effect,
  type Approval,
  type ApprovalChoice,
  type ApprovalOption,
  type Level,
  type PlantState,
  type Role,
} from '@genba/contracts'
import { fillText, type Fillings } from '../cacao/fill.js'
import type { StepExtension } from '../cacao/extension.js'
import { APPROVAL, type Approvers } from './approval-table.js'
import { chainOf } from './chain.js'
import { firstReminder } from './escalate.js'
import { overAll, type Rule } from './ways.js'

/** What the table needs to know of the plant. */
export type Stakes = { safety: Level; plantState: PlantState }

export type ApprovalRequest = {
  id: string
  run: string
  step: string
  extension: StepExtension
  /** The run's variable that tells which way was chosen; needed where the extension has options. */
  variable?: string | undefined
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
  variable,
  stakes,
  fillings,
  requestedBy,
  now,
}: ApprovalRequest): Approval {
  const { approval, name } = extension
  const planned = extension.options?.[0]?.effect ?? extension.effect
  if (!approval || !planned || !name) throw new Error(`step ${step}: an approval needs approval, effect and name`)
  const options = optionsFor(extension, stakes, fillings)
  if (options && variable === undefined) throw new Error(`step ${step}: no variable tells which way was chosen`)
  const { roles, mustInclude, people } = options ? overAll(options) : approversFor(extension, stakes)
  const alike = roles.filter((role) => options?.every((way) => way.roles.includes(role)) ?? true)
  return {
    id,
    run,
    step,
    title: fillText(name, fillings),
    effect: effectFor(planned, fillings),
    roles: [...roles],
    mustInclude: [...mustInclude],
    people,
    ...(options ? { choice: { variable: variable!, options } } : {}),
    requestedAt: now,
    ...(requestedBy === undefined ? {} : { requestedBy }),
    dueAt: now + approval.dueMs,
    dueMs: approval.dueMs,
    remindAt: firstReminder(now, approval.dueMs),
    chain: chainOf(alike, approval.escalateTo),
    stakes: { production: planned.production, ...stakes },
    escalations: 0,
    state: 'waiting',
    answers: [],
  }
}

function optionsFor(
  { approval, options }: StepExtension,
  stakes: Stakes,
  fillings: Fillings,
): ApprovalOption[] | undefined {
  return options?.map(({ id, name, effect }) => {
    const { roles, mustInclude, people } = approversFor({ approval, effect }, stakes)
    return {
      ...{ id, name: fillText(name, fillings), effect: effectFor(effect, fillings), production: effect.production },
      ...{ roles: [...roles], mustInclude: [...mustInclude], people },
    }
  })
}

const TEXTS = ['stops', 's', 'q', 'd', 'c', 'undo'] as const
const effectFor = (effect: Effect, fillings: Fillings): Effect =>
  Effect.parse({ ...effect, ...Object.fromEntries(TEXTS.map((key) => [key, fillText(effect[key], fillings)])) })

/**
 * The stricter of playbook and table. Where the table asks for more people than the playbook named, its roles count as well, else
 * there might be nobody to be the second; otherwise a playbook may narrow the table's roles and never widen them.
 */
export function approversFor(
  { approval, effect }: Pick<StepExtension, 'approval' | 'effect'>,
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
  const changed = waiting.choice
    ? stricterWays(waiting.choice, extension, stakes)
    : stricter(waiting, approversFor(extension, stakes))
  if (!changed) return waiting
  return { ...waiting, ...(waiting.stakes ? { stakes: { ...waiting.stakes, ...stakes } } : {}), ...changed }
}

/** Each way by its own effect; undefined when none becomes stricter. */
function stricterWays(
  choice: ApprovalChoice,
  { approval, options: planned = [] }: StepExtension,
  stakes: Stakes,
): (Rule & { choice: ApprovalChoice }) | undefined {
  const options = choice.options.map((way) => {
    const effect = planned.find(({ id }) => id === way.id)?.effect
    const changed = effect && stricter(way, approversFor({ approval, effect }, stakes))
    return changed ? { ...way, ...changed } : way
  })
  const isSame = options.every((way, n) => way === choice.options[n])
  return isSame ? undefined : { ...overAll(options), choice: { ...choice, options } }
}

function stricter(rule: Rule, now: Approvers): Rule | undefined {
  if (now.people <= rule.people && now.mustInclude.every((role) => rule.mustInclude.includes(role))) return undefined
  return {
    people: Math.max(now.people, rule.people),
    mustInclude: union(rule.mustInclude, now.mustInclude),
    roles: union(rule.roles, now.roles),
  }
}

const union = (a: readonly Role[], b: readonly Role[]): Role[] => [...new Set([...a, ...b])]
