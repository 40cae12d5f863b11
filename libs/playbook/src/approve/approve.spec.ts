import { describe, expect, it } from '@jest/globals'
import {
  CAN,
  Level,
  PlantState,
  Role,
  areDeputiesAsked,
  type Approval,
  type Refused,
  type Seen,
} from '@genba/contracts'
import type { StepExtension } from '../cacao/extension.js'
import { answer } from './answer.js'
import { APPROVAL, type Approvers } from './approval-table.js'
import { breakGlass, review } from './break-glass.js'
import { escalate, nextAsked, remind } from './escalate.js'
import { approversFor, requestApproval, tighten } from './request-approval.js'

const both = { ja: '_', en: '_' }
const extension = (roles: Role[] = ['shift-leader'], production: 'none' | 'isolates' = 'isolates'): StepExtension => ({
  phase: 'decide',
  name: { ja: '「__conduit__:value」を遮断', en: 'Block "__conduit__:value"' },
  approval: { roles, mustInclude: [], people: 1, dueMs: 1_000, escalateTo: ['plant-engineer', 'soc-analyst'] },
  effect: { production, stops: both, s: both, q: both, d: both, c: both, undo: both },
})
const asked = (safety: Level, requestedBy?: string): Approval =>
  requestApproval({
    id: 'a',
    run: 'r',
    step: 's',
    extension: extension(),
    stakes: { safety, plantState: 'running' },
    fillings: {
      variables: { conduit: 'c-1' },
      names: { 'c-1': { ja: '保守から監視へ', en: 'maintenance to supervision' } },
    },
    requestedBy,
    now: 0,
  })
const says = (user: string, roles: Role[], what: 'approve' | 'refuse' = 'approve') => ({
  by: { user, roles },
  answer: what,
  reason: 'ok',
  now: 1,
})

describe('the table of approvals', () => {
  const cells = Object.entries(APPROVAL).flatMap(([effect, levels]) =>
    Level.options.flatMap((level) =>
      PlantState.options.map((state): [string, Level, PlantState, Approvers] => [
        effect,
        level,
        state,
        levels[level][state],
      ]),
    ),
  )
  it('has no empty cell', () => {
    expect(cells).toHaveLength(4 * 3 * 4)
    expect(cells.every(([, , , approvers]) => approvers !== undefined)).toBe(true)
  })
  it.each(cells.filter(([effect]) => effect !== 'none'))(
    '%s × safety %s × %s: somebody who may decide must agree',
    (_, level, __, { people, roles, mustInclude }) => {
      expect(people).toBeGreaterThanOrEqual(level === 'high' ? 2 : 1)
      expect(roles.length).toBeGreaterThan(0)
      expect(
        [...roles, ...mustInclude].every((role) => (CAN['approval.decide'] as readonly Role[]).includes(role)),
      ).toBe(true)
      if (level === 'high') expect(mustInclude).toContain('shift-leader')
    },
  )
})

describe('who must approve', () => {
  it('a playbook can ask for more than the table and never for less', () => {
    expect(approversFor(extension(['shift-leader']), { safety: 'low', plantState: 'running' })).toMatchObject({
      people: 1,
      roles: ['shift-leader'],
    })
    expect(approversFor(extension(['soc-analyst']), { safety: 'medium', plantState: 'running' })).toEqual({
      people: 1,
      roles: ['shift-leader'],
      mustInclude: ['shift-leader'],
    })
    expect(approversFor(extension(['soc-analyst'], 'none'), { safety: 'high', plantState: 'running' })).toMatchObject({
      people: 1,
      roles: ['soc-analyst'],
    })
  })
  it('becomes stricter when the incident spreads to what matters for safety, and never laxer', () => {
    const waiting = asked('medium')
    expect(tighten(waiting, extension(), { safety: 'high', plantState: 'running' })).toMatchObject({
      people: 2,
      mustInclude: ['shift-leader'],
      roles: expect.arrayContaining(['soc-analyst']),
    })
    const strict = asked('high')
    expect(tighten(strict, extension(), { safety: 'low', plantState: 'stopped' })).toBe(strict)
  })
  it('the text calls the thing by its name', () => {
    expect(asked('low').title).toEqual({ ja: '「保守から監視へ」を遮断', en: 'Block "maintenance to supervision"' })
  })
})

describe('an answer', () => {
  it('of the shift leader approves', () => {
    expect(answer(asked('medium'), says('tanaka', ['shift-leader']))).toMatchObject({
      state: 'approved',
      answers: [{ user: 'tanaka', reason: 'ok' }],
    })
  })
  it('of one person is not enough where safety importance is high', () => {
    const one = answer(asked('high'), says('tanaka', ['shift-leader']))
    expect(one.state).toBe('waiting')
    expect(() => answer(one, says('tanaka', ['shift-leader']))).toThrow('ALREADY_DECIDED')
    expect(answer(one, says('sato', ['soc-analyst'])).state).toBe('approved')
  })
  it('of two people without the shift leader is not enough', () => {
    const two = answer(answer(asked('high'), says('sato', ['soc-analyst'])), says('mori', ['plant-engineer']))
    expect(two.state).toBe('waiting')
    expect(answer(two, says('tanaka', ['shift-leader'])).state).toBe('approved')
  })
  it('that refuses, refuses at once', () => {
    const one = answer(asked('high'), says('tanaka', ['shift-leader']))
    expect(answer(one, says('sato', ['soc-analyst'], 'refuse')).state).toBe('refused')
  })
  it.each([
    ['OWN_REQUEST', asked('medium', 'tanaka'), says('tanaka', ['shift-leader'])],
    ['NOT_AN_APPROVER', asked('medium'), says('sato', ['soc-analyst'])],
    ['NOT_AN_APPROVER', asked('medium'), says('nobody', [])],
    ['ALREADY_DECIDED', { ...asked('medium'), state: 'refused' as const }, says('tanaka', ['shift-leader'])],
  ])('is refused with %s', (code, approval, given) => {
    expect(() => answer(approval, given)).toThrow(code)
  })
})

describe('a time-out', () => {
  const late = (approval: Approval, hasDeputies = false) => escalate(approval, { now: approval.dueAt, hasDeputies })
  it('does nothing before its time and never approves', () => {
    const waiting = asked('medium')
    expect(escalate(waiting, { now: 999, hasDeputies: true })).toBe(waiting)
    let over = waiting
    for (let n = 0; n < 50; n++) over = late(over)
    expect(over.state).toBe('waiting')
    expect(over.mustInclude).toEqual(['shift-leader'])
  })
  it('asks standing deputies, then the next role of the chain each time, then reminds ever more rarely', () => {
    const once = late(asked('medium'), true)
    expect(once).toMatchObject({ roles: ['shift-leader'], escalations: 1, dueAt: 2_000 })
    expect(areDeputiesAsked(once)).toBe(true)
    expect(nextAsked(once, true)).toBe('plant-engineer')
    const twice = late(once, true)
    expect(twice).toMatchObject({ roles: ['shift-leader', 'plant-engineer'], escalations: 2, dueAt: 3_000 })
    const thrice = late(twice, true)
    expect(thrice).toMatchObject({ roles: ['shift-leader', 'plant-engineer', 'soc-analyst'], escalations: 3 })
    expect(nextAsked(thrice, true)).toBeUndefined()
    expect(late(thrice, true)).toMatchObject({ escalations: 4, dueAt: thrice.dueAt + 2_000 })
  })
  it('loses no time with deputies that nobody named', () => {
    expect(nextAsked(asked('medium'), false)).toBe('plant-engineer')
    expect(late(asked('medium'))).toMatchObject({ roles: ['shift-leader', 'plant-engineer'], dueAt: 2_000 })
  })
  it('is preceded by reminders at a half and at five sixths of the time, anew after each escalation', () => {
    const waiting = asked('medium')
    expect(remind(waiting, 499)).toBeUndefined()
    const once = remind(waiting, 500)!
    expect(once).toMatchObject({ reminders: 1, remindAt: 833 })
    const twice = remind(once, 840)!
    expect(twice.reminders).toBe(2)
    expect(twice.remindAt).toBeUndefined()
    expect(remind(twice, 990)).toBeUndefined()
    expect(late(twice)).toMatchObject({ reminders: 0, remindAt: 1_500 })
  })
  it('reminds nobody of what is decided or over its time', () => {
    expect(remind({ ...asked('medium'), state: 'refused' }, 500)).toBeUndefined()
    expect(remind(asked('medium'), 1_000)).toBeUndefined()
  })
})

describe('a deputy', () => {
  const deputy = (user: string, standsFor: string) => ({
    ...says(user, ['shift-leader']),
    by: { user, roles: ['shift-leader' as const], standsFor: [{ role: 'shift-leader' as const, user: standsFor }] },
  })
  it('counts for the one they stand in for, and is kept so', () => {
    expect(answer(asked('medium'), deputy('mori', 'tanaka'))).toMatchObject({
      state: 'approved',
      answers: [{ user: 'mori', standsFor: [{ user: 'tanaka' }] }],
    })
  })
  it('can not approve what the one they stand in for has asked', () => {
    expect(() => answer(asked('medium', 'tanaka'), deputy('mori', 'tanaka'))).toThrow('OWN_REQUEST')
  })
  it('and the one they stand in for are one person of two', () => {
    const one = answer(asked('high'), says('tanaka', ['shift-leader']))
    expect(() => answer(one, deputy('mori', 'tanaka'))).toThrow('ALREADY_DECIDED')
    const other = answer(asked('high'), deputy('mori', 'tanaka'))
    expect(() => answer(other, says('tanaka', ['shift-leader']))).toThrow('ALREADY_DECIDED')
  })
})

describe('breaking the glass', () => {
  const seen = { hash: 'h', shown: {} } as unknown as Seen
  const by = (user: string, roles: Role[] = ['shift-leader']) => ({ by: { user, roles }, reason: 'fire', seen, now: 5 })
  it('approves alone what needs two, and is flagged', () => {
    expect(breakGlass(asked('high'), by('tanaka'))).toMatchObject({
      state: 'approved',
      answers: [{ user: 'tanaka', seen }],
      breakGlass: { user: 'tanaka', reason: 'fire', at: 5 },
    })
  })
  it('is open to one of two who has agreed already', () => {
    const one = answer(asked('high'), says('tanaka', ['shift-leader']))
    expect(breakGlass(one, by('tanaka'))).toMatchObject({ state: 'approved', answers: [{ user: 'tanaka' }] })
  })
  it.each([
    ['OWN_REQUEST', asked('high', 'tanaka'), by('tanaka')],
    ['NOT_AN_APPROVER', asked('high'), by('sato', ['soc-analyst'])],
    ['ALREADY_DECIDED', { ...asked('high'), state: 'withdrawn' as const }, by('tanaka')],
  ])('is refused with %s', (code, approval, given) => expect(() => breakGlass(approval, given)).toThrow(code))
  it('is looked at once, by another person', () => {
    const broken = breakGlass(asked('high'), by('tanaka'))
    const look = (user: string, roles: Role[] = ['plant-engineer']) => ({
      by: { user, roles },
      verdict: 'justified' as const,
      reason: 'ok',
      now: 9,
    })
    expect(() => review(broken, look('tanaka'))).toThrow('OWN_REQUEST')
    expect(() => review(broken, look('kato', ['auditor']))).toThrow('NOT_AN_APPROVER')
    expect(() => review(asked('high'), look('mori'))).toThrow('NOT_FOUND')
    const seen = review(broken, look('mori'))
    expect(seen.breakGlass?.review).toEqual({ user: 'mori', verdict: 'justified', reason: 'ok', at: 9 })
    expect(() => review(seen, look('sato', ['soc-analyst']))).toThrow('ALREADY_DECIDED')
  })
})

/** One person of each role alone, over every cell: what they can bring about is what the table says, and never by breaking rules. */
describe.each(['isolates', 'moves', 'stops'] as const)('role × %s × safety × plant state', (production) => {
  const cells = Role.options.flatMap((role) =>
    Level.options.flatMap((safety) => PlantState.options.map((plantState) => ({ role, safety, plantState }))),
  )
  it.each(cells)('$role alone, safety $safety, $plantState', ({ role, safety, plantState }) => {
    const { people, roles, mustInclude } = APPROVAL[production][safety][plantState]
    const open = extension(['shift-leader', 'plant-engineer', 'soc-analyst'])
    const approval = requestApproval({
      id: 'a',
      run: 'r',
      step: 's',
      extension: { ...open, effect: { ...open.effect!, production } },
      stakes: { safety, plantState },
      fillings: { variables: {} },
      now: 0,
    })
    const isAsked = roles.includes(role) || mustInclude.includes(role)
    const outcome = (): string => {
      try {
        return answer(approval, says('x', [role])).state
      } catch (error) {
        return (error as Refused).code
      }
    }
    const isEnough = people === 1 && mustInclude.every((each) => each === role)
    expect(outcome()).toBe(!isAsked ? 'NOT_AN_APPROVER' : isEnough ? 'approved' : 'waiting')
  })
})

describe('an approval with several ways', () => {
  const effect = (production: 'none' | 'stops', stops: string, holdMs?: number) => {
    const said = { ja: stops, en: stops }
    return { production, stops: said, s: both, q: both, d: both, c: both, undo: both, ...(holdMs ? { holdMs } : {}) }
  }
  const { effect: _, ...plain } = extension(['shift-leader', 'soc-analyst'])
  const choosing: StepExtension = {
    ...plain,
    options: [
      {
        id: 'stop',
        name: { ja: '「__conduit__:value」を止める', en: 'Stop' },
        effect: effect('stops', 'the line', 60_000),
      },
      { id: 'watch', name: both, effect: effect('none', 'nothing') },
    ],
  }
  const ask = (safety: Level, requestedBy?: string): Approval =>
    requestApproval({
      ...{ id: 'a', run: 'r', step: 's', extension: choosing, variable: 'way', now: 0, requestedBy },
      ...{ stakes: { safety, plantState: 'running' }, fillings: { variables: { conduit: 'c-1' } } },
    })
  const picks = (user: string, roles: Role[], option: string) => ({ ...says(user, roles), option })

  it('asks for each way whom its own effect asks for, and names the first as the proposal', () => {
    const { choice, effect: first, people, roles } = ask('high')
    expect(choice).toMatchObject({
      variable: 'way',
      options: [
        { id: 'stop', name: { ja: '「c-1」を止める' }, production: 'stops', people: 2, mustInclude: ['shift-leader'] },
        { id: 'watch', production: 'none', people: 1, mustInclude: [], roles: ['shift-leader', 'soc-analyst'] },
      ],
    })
    expect([first.stops.en, people]).toEqual(['the line', 2])
    expect(roles).toEqual(expect.arrayContaining(['shift-leader', 'plant-engineer', 'soc-analyst']))
  })
  it('is decided by the people of the way that they choose, whose effect it then has', () => {
    const watched = answer(ask('high'), picks('sato', ['soc-analyst'], 'watch'))
    expect(watched).toMatchObject({
      ...{ state: 'approved', people: 1, mustInclude: [], stakes: { production: 'none' } },
      ...{ choice: { chosen: 'watch' }, effect: { stops: { en: 'nothing' } }, answers: [{ option: 'watch' }] },
    })
    expect(watched.effect.holdMs).toBeUndefined()
    expect(() => answer(ask('medium'), picks('sato', ['soc-analyst'], 'stop'))).toThrow('NOT_AN_APPROVER')
  })
  it('of two people who choose different ways neither has decided, until one goes over', () => {
    const one = answer(ask('high'), picks('tanaka', ['shift-leader'], 'stop'))
    expect(one).toMatchObject({ state: 'waiting', people: 2 })
    expect(() => answer(one, picks('tanaka', ['shift-leader'], 'stop'))).toThrow('ALREADY_DECIDED')
    expect(answer(one, picks('mori', ['plant-engineer'], 'stop'))).toMatchObject({
      ...{ state: 'approved', choice: { chosen: 'stop' }, effect: { holdMs: 60_000 } },
    })
    const over = answer(one, picks('tanaka', ['shift-leader'], 'watch'))
    expect(over).toMatchObject({ state: 'approved', choice: { chosen: 'watch' } })
    expect(over.answers.map(({ option }) => option)).toEqual(['stop', 'watch'])
  })
  it('counts an answer only for the way that its person stands by now', () => {
    const three = { ...choosing, options: [...choosing.options!, { ...choosing.options![0]!, id: 'halt' }] }
    const asking = requestApproval({
      ...{ id: 'a', run: 'r', step: 's', extension: three, variable: 'way', now: 0 },
      ...{ stakes: { safety: 'high', plantState: 'running' }, fillings: { variables: {} } },
    })
    const over = answer(
      answer(asking, picks('tanaka', ['shift-leader'], 'stop')),
      picks('tanaka', ['shift-leader'], 'halt'),
    )
    expect(answer(over, picks('mori', ['plant-engineer'], 'stop')).state).toBe('waiting')
    expect(answer(over, picks('mori', ['plant-engineer'], 'halt')).choice?.chosen).toBe('halt')
  })
  it('a deputy can go over to another way as well, and is still one person with whom they stand in for', () => {
    const standIn = {
      user: 'ito',
      roles: ['shift-leader'],
      standsFor: [{ role: 'shift-leader', user: 'tanaka' }],
    } as const
    const by = { ...standIn, roles: [...standIn.roles], standsFor: [...standIn.standsFor] }
    const one = answer(ask('high'), { ...picks('ito', [], 'stop'), by })
    expect(() => answer(one, picks('tanaka', ['shift-leader'], 'watch'))).toThrow('ALREADY_DECIDED')
    expect(answer(one, { ...picks('ito', [], 'watch'), by }).choice?.chosen).toBe('watch')
  })
  it('takes no answer that names none or another, and none where there is one way only', () => {
    expect(() => answer(ask('low'), says('tanaka', ['shift-leader']))).toThrow('BAD_INPUT')
    expect(() => answer(ask('low'), picks('tanaka', ['shift-leader'], 'run'))).toThrow('BAD_INPUT')
    expect(() => answer(asked('low'), picks('tanaka', ['shift-leader'], 'stop'))).toThrow('BAD_INPUT')
    expect(() => answer(ask('low', 'tanaka'), picks('tanaka', ['shift-leader'], 'watch'))).toThrow('OWN_REQUEST')
  })
  it('is refused as a whole, also by whoever had chosen', () => {
    const one = answer(ask('high'), picks('tanaka', ['shift-leader'], 'stop'))
    const refused = answer(one, says('tanaka', ['shift-leader'], 'refuse'))
    expect([refused.state, refused.choice?.chosen]).toEqual(['refused', undefined])
  })
  it('breaking the glass names the way too', () => {
    const alone = {
      by: { user: 'tanaka', roles: ['shift-leader' as const] },
      reason: 'night',
      now: 1,
      seen: {} as Seen,
    }
    expect(breakGlass(ask('high'), { ...alone, option: 'stop' })).toMatchObject({
      ...{ state: 'approved', choice: { chosen: 'stop' }, answers: [{ option: 'stop' }] },
    })
    expect(() => breakGlass(ask('high'), alone)).toThrow('BAD_INPUT')
  })
  it('becomes stricter way by way, and a time-out asks more people of each', () => {
    const waiting = ask('medium')
    const strict = tighten(waiting, choosing, { safety: 'high', plantState: 'running' })
    expect(strict).toMatchObject({ people: 2, choice: { options: [{ people: 2 }, { people: 1 }] } })
    expect(tighten(strict, choosing, { safety: 'low', plantState: 'stopped' })).toBe(strict)
    const late = escalate(waiting, { hasDeputies: false, now: 2_000 })
    expect(late.choice?.options.map(({ roles }) => roles.includes('plant-engineer'))).toEqual([true, true])
  })
})
