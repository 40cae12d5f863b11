import { describe, expect, it } from '@jest/globals'
import type { Incident, Response } from '@genba/contracts'
import { requestApproval, extensionOf, stepOf } from '@genba/playbook'
import { sampleIncident, samplePlant, samplePlaybook, sampleResponse, sampleRun, saved } from '../testing/samples.js'
import { unchanged, withResponse } from './change.js'
import { follow, type News } from './follow.js'
import { endResponse, settleStep, withdrawRun } from './progress.js'

const news = (incident: Partial<Incident>, part: Partial<News> = {}): News => ({
  incident: sampleIncident(incident),
  choice: { row: 1, playbook: samplePlaybook.id, finding: undefined },
  openRun: (loop) => sampleRun(loop),
  mayLoop: true,
  playbook: samplePlaybook,
  plant: samplePlant,
  now: 9,
  ...part,
})
const better = { choice: { row: 0, playbook: 'playbook--better', finding: undefined } }

/** A response whose approval waits, oriented with low importance for safety. */
function waiting(): Response {
  const asked = settleStep(unchanged(sampleResponse()), samplePlaybook, {
    step: 'see',
    outcome: { is: 'done', output: {} },
    now: 1,
  })
  const step = stepOf(samplePlaybook, 'ask')
  const approval = requestApproval({
    id: 'a',
    run: 'i~1',
    step: 'ask',
    extension: extensionOf(step)!,
    stakes: { safety: 'low', plantState: 'running' },
    fillings: { variables: {} },
    now: 1,
  })
  const impact = {
    importance: { bc: 'low', s: 'low', q: 'low', d: 'low', c: 'low' } as const,
    assets: [],
    processes: [],
    reach: [],
  }
  const change = settleStep(withResponse(asked, { approvals: [approval], impact }), samplePlaybook, {
    step: 'ask',
    outcome: { is: 'waiting', approval: 'a' },
    now: 1,
  })
  return saved(change)
}

describe('following an incident', () => {
  it('an old version changes nothing', () => {
    expect(follow(sampleResponse(), news({ version: 1 }))).toBeUndefined()
  })
  it('a newer version is remembered', () => {
    expect(follow(sampleResponse(), news({ version: 7 }))).toMatchObject({
      response: { incidentVersion: 7, loop: 1 },
      told: [],
    })
  })
  it('a closed incident ends its response and withdraws what waits for people', () => {
    const change = follow(waiting(), news({ state: 'closed', closed: { by: 'sato', reason: 'over' } }))!
    expect(change.response).toMatchObject({
      state: 'done',
      endedAt: 9,
      approvals: [{ state: 'withdrawn' }],
      runs: [{ state: 'done' }],
    })
    expect(change.response.timeline.slice(-2).map(({ kind, by }) => [kind, by])).toEqual([
      ['approval.withdrawn', 'responder'],
      ['response.done', 'sato'],
    ])
  })
  it('a spread computes the impact anew and makes a waiting approval stricter', () => {
    const { response, told } = follow(waiting(), news({ zones: ['line-1', 'agv'], assets: ['agv-1'] }))!
    expect(response).toMatchObject({
      impact: { importance: { s: 'high' } },
      approvals: [{ people: 2, mustInclude: ['shift-leader'] }],
    })
    expect(told).toHaveLength(1)
  })
  it('a more special playbook takes over before anything was done outside, in a new loop', () => {
    const { response } = follow(waiting(), news({}, better))!
    expect(response).toMatchObject({
      loop: 2,
      state: 'running',
      phase: 'observe',
      approvals: [{ state: 'withdrawn' }],
      runs: [{ variables: { outcome: 'withdrawn' } }, { id: 'i~2' }],
    })
  })
  it('a more special playbook does not take over while something is done outside', () => {
    const acting = saved(
      settleStep(unchanged(waiting()), samplePlaybook, { step: 'ask', outcome: { is: 'done', output: {} }, now: 2 }),
    )
    expect(acting.phase).toBe('act')
    expect(follow(acting, news({}, better))!.response.loop).toBe(1)
  })
  it('a finished response begins anew when the incident reaches a further zone, and only then', () => {
    const done = saved(endResponse(withdrawRun(unchanged(waiting()), 'test', 3), 'finished', 3))
    expect(follow(done, news({ alerts: 9 }))!.response.state).toBe('done')
    expect(follow(done, news({ zones: ['line-1', 'agv'] }, { mayLoop: false }))!.response.state).toBe('done')
    const again = follow(done, news({ zones: ['line-1', 'agv'] }))!.response
    expect([again.state, again.loop, again.endedAt]).toEqual(['running', 2, undefined])
  })
  it('merged into another withdraws what waits, is told where it went, and never acts again', () => {
    const merged = { into: 'survivor', links: [] }
    const { response } = follow(waiting(), news({ state: 'merged', merged }))!
    expect(response).toMatchObject({ state: 'done', approvals: [{ state: 'withdrawn' }] })
    expect(response.timeline.slice(-2)).toMatchObject([
      { kind: 'approval.withdrawn', params: { reason: 'merged' } },
      { kind: 'response.done', params: { outcome: 'merged', into: 'survivor' } },
    ])
    expect(response.runs.flatMap(({ steps }) => steps).filter(({ state }) => state.at === 'due')).toEqual([])
  })
  it('open again after a merge or a closing was undone goes on in a new loop, also past the bound', () => {
    const merged = saved(follow(waiting(), news({ state: 'merged', merged: { into: 'x', links: [] } }))!)
    const again = follow(merged, news({ version: 9 }, { mayLoop: false }))!
    expect(again.response).toMatchObject({ state: 'running', loop: 2, runs: [{ loop: 1 }, { loop: 2 }] })
    expect(again.response).not.toHaveProperty('endedAt')
    const closed = saved(follow(waiting(), news({ state: 'closed', closed: { by: 's', reason: 'r' } }))!)
    expect(follow(closed, news({ version: 9 }))!.response).toMatchObject({ state: 'running', loop: 2 })
  })
})
