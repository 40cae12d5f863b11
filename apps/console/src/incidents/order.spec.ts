import { describe, expect, it } from '@jest/globals'
import type { IncidentRow } from '@genba/contracts'
import { inOrder, matches } from './order.js'

type State = NonNullable<IncidentRow['response']>['state']

const row = (
  id: string,
  lastAt: number,
  response?: { state: State; waiting?: number; since?: number },
): IncidentRow => ({
  id,
  version: 1,
  plant: 'p',
  title: { ja: '件', en: 'case' },
  state: 'open',
  zones: ['z'],
  openedAt: 0,
  lastAt,
  severity: 50,
  alerts: 1,
  techniques: [],
  ...(response && {
    response: {
      version: 1,
      state: response.state,
      phase: 'decide' as const,
      loop: 1,
      waiting: Array.from({ length: response.waiting ?? 0 }, () => waiting),
      holds: 0,
      phaseSince: response.since ?? 0,
    },
  }),
})
const ids = (rows: IncidentRow[]): string =>
  inOrder(rows)
    .map(({ id }) => id)
    .join(' ')

const text = { ja: '文', en: 'text' }
const waiting: NonNullable<IncidentRow['response']>['waiting'][number] = {
  id: 'a',
  title: text,
  stops: text,
  roles: ['shift-leader'],
  mustInclude: [],
  people: 1,
  dueAt: 1,
  escalations: 0,
  answered: [],
}

describe('the incident list', () => {
  it('has what waits for a decision on top, then what is parked, then the newest', () => {
    const rows = [
      row('old', 1),
      row('parked', 2, { state: 'parked' }),
      row('new', 9, { state: 'running' }),
      row('waits', 0, { state: 'waiting', waiting: 1 }),
    ]
    expect(ids(rows)).toBe('waits parked new old')
  })
  it('has the longest wait first', () => {
    const rows = [
      row('later', 9, { state: 'waiting', waiting: 1, since: 50 }),
      row('first', 1, { state: 'waiting', waiting: 1, since: 10 }),
    ]
    expect(ids(rows)).toBe('first later')
  })
  it('does not keep a closed incident on top', () => {
    const closed = { ...row('closed', 1, { state: 'waiting', waiting: 1 }), state: 'closed' as const }
    expect(ids([closed, row('new', 2)])).toBe('new closed')
  })
})

describe('the filter', () => {
  it('wants every word, in any text, in any case, also between wide spaces', () => {
    expect(matches(['制御装置への書込み', 'Line A'], '書込み　line')).toBe(true)
    expect(matches(['制御装置への書込み', 'Line A'], '書込み B')).toBe(false)
    expect(matches(['anything'], '')).toBe(true)
  })
})
