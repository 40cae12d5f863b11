import { describe, expect, it } from '@jest/globals'
import type { Deputy, Duty } from '@genba/contracts'
import { hasStandingDeputy, standings, type Granted } from './standings.js'

const PEOPLE: Granted[] = [
  { user: 'day', roles: ['shift-leader'] },
  { user: 'night', roles: ['shift-leader'] },
  { user: 'mori', roles: ['plant-engineer'] },
  { user: 'kato', roles: ['auditor'] },
]
const WEEK = [0, 1, 2, 3, 4, 5, 6]
const duty = (user: string, from: string, to: string, days = WEEK): Duty => ({
  user,
  role: 'shift-leader',
  days,
  from,
  to,
})
const DUTIES = [duty('day', '06:00', '18:00'), duty('night', '18:00', '06:00')]
const deputy = (more: Partial<Deputy> = {}): Deputy => ({
  user: 'mori',
  standsFor: 'day',
  role: 'shift-leader',
  ...more,
})
/** A Monday in Tokyo (UTC+9). */
const tokyo = (clock: string, day = '2026-11-23'): number => Date.parse(`${day}T${clock}:00+09:00`)

type Asking = { duties?: Duty[]; deputies?: Deputy[]; now?: number; areDeputiesAsked?: boolean; timeZone?: string }
const leaders = ({
  duties = [],
  deputies = [],
  now = tokyo('12:00'),
  areDeputiesAsked = false,
  timeZone = 'Asia/Tokyo',
}: Asking) =>
  standings(PEOPLE, { roster: { duties, deputies }, timeZone, now, areDeputiesAsked })
    .filter(({ role }) => role === 'shift-leader')
    .map(({ user, why }) => `${user} ${why}`)

describe('who counts as shift leader', () => {
  it.each<[string, Asking, string[]]>([
    ['without a roster: everybody with the role', {}, ['day role', 'night role']],
    ['by day: who is on call', { duties: DUTIES }, ['day on-call']],
    ['at six in the evening: the next', { duties: DUTIES, now: tokyo('18:00') }, ['night on-call']],
    ['after midnight: who began the evening before', { duties: DUTIES, now: tokyo('03:00') }, ['night on-call']],
    [
      'in a gap of the roster: everybody again',
      { duties: [duty('day', '06:00', '18:00', [2])] },
      ['day role', 'night role'],
    ],
    [
      'after midnight of the last day of hours past midnight',
      { duties: [duty('night', '18:00', '06:00', [0])], now: tokyo('05:59') },
      ['night on-call'],
    ],
    [
      'and not a minute longer',
      { duties: [duty('night', '18:00', '06:00', [0])], now: tokyo('06:00') },
      ['day role', 'night role'],
    ],
    ['on the clocks of the plant, not on ours', { duties: DUTIES, timeZone: 'Europe/Berlin' }, ['night on-call']],
    [
      'hours of somebody who has lost the role count for nobody',
      { duties: [duty('mori', '00:00', '23:59')] },
      ['day role', 'night role'],
    ],
    [
      'during an absence: also who stands in',
      { duties: DUTIES, deputies: [deputy({ from: tokyo('11:00'), until: tokyo('13:00') })] },
      ['day on-call', 'mori away'],
    ],
    [
      'before it: not yet',
      { duties: DUTIES, deputies: [deputy({ from: tokyo('12:01'), until: tokyo('13:00') })] },
      ['day on-call'],
    ],
    [
      'at its end: no longer',
      { duties: DUTIES, deputies: [deputy({ from: tokyo('11:00'), until: tokyo('12:00') })] },
      ['day on-call'],
    ],
    ['a standing deputy: not at first', { duties: DUTIES, deputies: [deputy()] }, ['day on-call']],
    [
      'a standing deputy: when deputies were asked',
      { duties: DUTIES, deputies: [deputy()], areDeputiesAsked: true },
      ['day on-call', 'mori deputy'],
    ],
    [
      'a deputy of somebody who is not on call: no',
      { duties: DUTIES, deputies: [deputy({ standsFor: 'night' })], areDeputiesAsked: true },
      ['day on-call'],
    ],
    [
      'a deputy who can approve nothing themselves: no',
      { deputies: [deputy({ user: 'kato' })], areDeputiesAsked: true },
      ['day role', 'night role'],
    ],
  ])('%s', (_, asking, expected) => expect(leaders(asking)).toEqual(expected))

  it('is told until when', () => {
    const [first] = standings(PEOPLE, {
      roster: { duties: DUTIES, deputies: [] },
      timeZone: 'Asia/Tokyo',
      now: tokyo('12:00') + 30_500,
      areDeputiesAsked: false,
    }).filter(({ role }) => role === 'shift-leader')
    expect(first?.until).toBe(tokyo('18:00'))
  })
  it('standing deputies of a role are known, absences are none', () => {
    expect(hasStandingDeputy({ deputies: [deputy()] }, ['shift-leader'])).toBe(true)
    expect(hasStandingDeputy({ deputies: [deputy({ from: 1, until: 2 })] }, ['shift-leader'])).toBe(false)
    expect(hasStandingDeputy({ deputies: [deputy()] }, ['soc-analyst'])).toBe(false)
    expect(hasStandingDeputy(undefined, ['shift-leader'])).toBe(false)
  })
})
