import { describe, expect, it } from '@jest/globals'
import type { Response, ResponseDecision, Role } from '@genba/contracts'
import { extensionOf, requestApproval, stepOf } from '@genba/playbook'
import { unchanged, withResponse } from '../responses/change.js'
import { settleStep } from '../responses/progress.js'
import { samplePlaybook, sampleResponse, saved } from '../testing/samples.js'
import { applyDecision } from './apply-decision.js'

const seen = settleStep(unchanged(sampleResponse()), samplePlaybook, {
  step: 'see',
  outcome: { is: 'done', output: {} },
  now: 1,
})
const approval = requestApproval({
  id: 'a',
  run: 'i~1',
  step: 'ask',
  extension: extensionOf(stepOf(samplePlaybook, 'ask'))!,
  stakes: { safety: 'medium', plantState: 'running' },
  fillings: { variables: {} },
  now: 1,
})
const waiting = saved(
  settleStep(withResponse(seen, { approvals: [approval] }), samplePlaybook, {
    step: 'ask',
    outcome: { is: 'waiting', approval: 'a' },
    now: 1,
  }),
)
const parked = saved(
  settleStep(unchanged(sampleResponse()), samplePlaybook, {
    step: 'see',
    outcome: { is: 'parked', error: 'BROKEN' },
    now: 5,
  }),
)

const decision = (
  what: Partial<ResponseDecision['what']> = {},
  roles: Role[] = ['shift-leader'],
  at = 10,
): ResponseDecision => ({
  v: 1,
  id: 'd1',
  plant: 'p',
  incident: 'i',
  by: { user: 'tanaka', roles },
  at,
  what: { kind: 'approval', approval: 'a', answer: 'approve', reason: 'ok', ...what } as ResponseDecision['what'],
})
const retry = (roles?: Role[], at?: number) => decision({ kind: 'retry', run: 'i~1', step: 'see' }, roles, at)
const last = (response: Response) => response.timeline.at(-1)

describe('a decision', () => {
  it('that approves settles its step, on the timeline and in the audit chain in the same write', () => {
    const applied = applyDecision(waiting, samplePlaybook, decision(), 11)!
    expect(applied).toMatchObject({ settles: { step: 'ask', outcome: { is: 'done' } } })
    expect(last(applied.change.response)).toMatchObject({
      kind: 'approval.approved',
      by: 'tanaka',
      params: { reason: 'ok' },
    })
    expect(applied.change.told).toMatchObject([
      { topic: 'timeline.v1' },
      { audit: { action: 'approval.approved', by: 'tanaka', detail: { roles: 'shift-leader' } } },
    ])
  })
  it('that chooses a way keeps it in the approval and in the audit chain, and gives it to the playbook', () => {
    const way = (id: string) => ({ ...approval, id, name: approval.title, production: 'none' as const })
    const choice = { variable: 'way', options: [way('isolate'), way('watch')] }
    const choosing = { ...waiting, approvals: [{ ...approval, choice }] }
    const applied = applyDecision(choosing, samplePlaybook, decision({ option: 'watch' }), 11)!
    expect(applied.settles).toEqual({ step: 'ask', outcome: { is: 'done', output: { way: 'watch' } } })
    expect(applied.change.response.approvals).toMatchObject([
      { state: 'approved', choice: { chosen: 'watch' }, answers: [{ user: 'tanaka', option: 'watch', reason: 'ok' }] },
    ])
    expect(last(applied.change.response)).toMatchObject({ kind: 'approval.approved', params: { option: 'watch' } })
    expect(applied.change.told).toMatchObject([{}, { audit: { detail: { option: 'watch', reason: 'ok' } } }])
    const none = applyDecision(choosing, samplePlaybook, decision(), 11)!
    expect(last(none.change.response)).toMatchObject({ kind: 'approval.late', params: { code: 'BAD_INPUT' } })
  })
  it('that comes twice counts once', () => {
    expect(
      applyDecision(
        saved(applyDecision(waiting, samplePlaybook, decision(), 11)!.change),
        samplePlaybook,
        decision(),
        12,
      ),
    ).toBeUndefined()
  })
  it('that refuses fails the step', () => {
    expect(applyDecision(waiting, samplePlaybook, decision({ answer: 'refuse' }), 11)).toMatchObject({
      settles: { outcome: { is: 'failed', error: 'refused' } },
    })
  })
  it.each([
    ['of somebody without the role', decision({}, ['soc-analyst']), 'NOT_AN_APPROVER'],
    ['on an approval that is unknown', decision({ approval: 'b' }), 'NOT_FOUND'],
  ])('%s is told and changes nothing', (_, given, code) => {
    const applied = applyDecision(waiting, samplePlaybook, given, 11)!
    expect(applied.settles).toBeUndefined()
    expect(applied.change.response.approvals).toEqual(waiting.approvals)
    expect(last(applied.change.response)).toMatchObject({ kind: 'approval.late', params: { code } })
    expect(applied.change.told).toHaveLength(2)
  })
})

describe('a wish to retry', () => {
  it('makes a parked step due again, as a new attempt of that person', () => {
    const { change } = applyDecision(parked, samplePlaybook, retry(), 11)!
    expect(change.response).toMatchObject({
      state: 'running',
      runs: [
        { steps: expect.arrayContaining([expect.objectContaining({ id: 'see', attempt: 2, askedBy: 'tanaka' })]) },
      ],
    })
    expect(last(change.response)).toMatchObject({ kind: 'step.retried' })
  })
  it.each([
    ['of a role that may not', parked, retry(['auditor'])],
    ['from before the step parked', parked, retry(undefined, 4)],
    ['for a step that is not parked', waiting, retry()],
  ])('%s is passed over', (_, response, given) => {
    expect(applyDecision(response, samplePlaybook, given, 11)).toBeUndefined()
  })
})
