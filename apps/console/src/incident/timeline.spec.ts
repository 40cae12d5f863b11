import { describe, expect, it } from '@jest/globals'
import type { Incident, Response, SignalSummary, TimelineEntry } from '@genba/contracts'
import { approvalTitleOf, mergedTimeline, stepNameOf } from './timeline.js'

const text = (ja: string): { ja: string; en: string } => ({ ja, en: ja })

const signal = (zone: string, firedAt: number): SignalSummary => ({
  id: `p/${zone}/r/-/1`,
  revision: 1,
  zone,
  rule: { id: 'r', title: text('偵察の後の書込み'), techniques: [] },
  group: {},
  timespanMs: 300_000,
  firstAt: 1,
  lastAt: firedAt,
  firedAt,
  count: 3,
  severity: 80,
})

const incident: Incident = {
  v: 1,
  id: 'p~z1~r~1',
  version: 3,
  plant: 'p',
  title: text('件'),
  state: 'open',
  zones: ['z1', 'z2'],
  spread: [{ zone: 'z2', from: 'z1', conduit: 'c', shared: '10.0.0.5', at: 40 }],
  openedAt: 10,
  lastAt: 40,
  severity: 80,
  alerts: 9,
  techniques: [],
  signals: [signal('z1', 10), signal('z2', 40)],
  groups: [],
  samples: [],
  actors: [],
  targets: [],
  assets: [],
  evicted: { signals: 0, groups: 0, samples: 0 },
}

const entry = (at: number, kind: TimelineEntry['kind'], params: TimelineEntry['params'] = {}): TimelineEntry => ({
  v: 1,
  id: `${kind}@${at}`,
  plant: 'p',
  incident: incident.id,
  at,
  kind,
  by: 'responder',
  params,
  version: 1,
})

const response: Response = {
  v: 1,
  id: incident.id,
  version: 1,
  plant: 'p',
  incident: incident.id,
  incidentVersion: 1,
  state: 'running',
  phase: 'act',
  loop: 1,
  clock: [],
  runs: [
    {
      id: 'run1',
      loop: 1,
      playbook: 'pb@1',
      name: text('手順書'),
      state: 'running',
      variables: {},
      steps: [
        {
          id: 's1',
          name: text('記録を集める'),
          phase: 'observe',
          type: 'action',
          state: { at: 'pending' },
          attempt: 1,
        },
      ],
      startedAt: 11,
    },
  ],
  approvals: [],
  timeline: [entry(12, 'response.opened'), entry(30, 'step.done', { run: 'run1', step: 's1' })],
  timelineEvicted: 0,
  openedAt: 12,
}

describe('the timeline', () => {
  it('merges what the response did with how the attack went, newest first', () => {
    const told = mergedTimeline({ incident, response }).map(({ at, what }) => `${at} ${what}`)
    expect(told).toEqual(['40 spread', '40 signal', '30 entry', '12 entry', '10 signal', '10 opened'])
  })
  it('is there before the response is', () => {
    expect(mergedTimeline({ incident }).map(({ side }) => side)).toEqual(['attack', 'attack', 'attack', 'attack'])
  })
  it('ends with who closed it', () => {
    const closed = { ...incident, state: 'closed' as const, closedAt: 99, closed: { by: 'ito', reason: '復旧' } }
    expect(mergedTimeline({ incident: closed, response })[0]).toMatchObject({ at: 99, what: 'closed', by: 'ito' })
  })
  it('tells what people did with the incident, and a closing only once unless it was taken back', () => {
    const did = (kind: 'merged' | 'split' | 'closed', at: number, more: object = {}) => ({
      id: `${kind}${at}`,
      kind,
      by: 'ito',
      reason: '同じ攻撃',
      at,
      ...more,
    })
    const operations = [
      did('merged', 50, { other: 'p~z9~r~1' }),
      did('split', 60, { refused: 'not-in' as const }),
      did('closed', 70),
    ]
    const told = (more: Partial<Incident>) =>
      mergedTimeline({ incident: { ...incident, operations, ...more } })
        .filter(({ side }) => side === 'people')
        .map(({ at, what }) => `${at} ${what}`)
    expect(told({})).toEqual(['60 operation', '50 operation'])
    expect(told({ state: 'closed', closedAt: 70, closed: { by: 'ito', reason: '復旧' } })).toEqual(['70 closed', '60 operation', '50 operation']) // prettier-ignore
    const undone = { id: 'u', by: 'sato', reason: '再発', at: 80 }
    expect(told({ operations: [did('closed', 70, { undone })] })).toEqual(['70 operation'])
  })
  it('names steps by their run, and by id when the run is gone', () => {
    expect(stepNameOf(entry(1, 'step.done', { run: 'run1', step: 's1' }), response)?.ja).toBe('記録を集める')
    expect(stepNameOf(entry(1, 'step.done', { run: 'old', step: 's9' }), response)?.ja).toBe('s9')
  })
  it('names an approval by its step when the approval is not kept', () => {
    expect(
      approvalTitleOf(entry(1, 'approval.requested', { approval: 'a', run: 'run1', step: 's1' }), response)?.ja,
    ).toBe('記録を集める')
  })
})
