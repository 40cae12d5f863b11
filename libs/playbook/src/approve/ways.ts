import { Refused, type Approval, type ApprovalOption } from '@genba/contracts'

/** Who must agree. */
export type Rule = Pick<Approval, 'roles' | 'mustInclude' | 'people'>

/** Who must agree to one way of an approval. Throws Refused BAD_INPUT when it has no such way, or several and none is named. */
export const ruleOf = (approval: Approval, option: string | undefined): Rule =>
  approval.choice ? wayOf(approval, option) : asWhole(approval, option)

/** Who is asked at all. Throws Refused BAD_INPUT when a way is named. */
export function asWhole(approval: Approval, option: string | undefined): Rule {
  if (option !== undefined) throw new Refused('BAD_INPUT', { approval: approval.id, at: 'option' })
  return approval
}

/** The approval as it was decided: the effect and the approvers of the way that people agreed on. */
export function decidedFor(approval: Approval, option: string | undefined): Approval {
  const { choice, stakes } = approval
  if (!choice) return { ...approval, state: 'approved' }
  const { effect, production, roles, mustInclude, people } = wayOf(approval, option)
  return {
    ...approval,
    ...{ state: 'approved', effect, roles, mustInclude, people },
    ...(stakes ? { stakes: { ...stakes, production } } : {}),
    choice: { ...choice, chosen: option },
  }
}

/** What an approval as a whole asks for while its ways are open: everybody of any of them, and as much as the strictest. */
export const overAll = (options: readonly ApprovalOption[]): Rule => ({
  roles: [...new Set(options.flatMap(({ roles }) => roles))],
  mustInclude: [...new Set(options.flatMap(({ mustInclude }) => mustInclude))],
  people: Math.max(...options.map(({ people }) => people)),
})

function wayOf({ id, choice }: Approval, option: string | undefined): ApprovalOption {
  const way = choice?.options.find((each) => each.id === option)
  if (!way) throw new Refused('BAD_INPUT', { approval: id, at: 'option' })
  return way
}
