import { describe, expect, it } from '@jest/globals'
import type { Response } from '@genba/contracts'
import { extensionOf, stepOf } from '@genba/playbook'
import { placeHold } from '../holds/place-hold.js'
import { unchanged } from '../responses/change.js'
import { endResponse } from '../responses/progress.js'
import { sampleIncident, samplePlaybook, sampleResponse, saved } from '../testing/samples.js'
import { settleLate, type Made } from './steps.js'
import { isAtHand, isWithin, type Task } from './task.js'

const both = { ja: '_', en: '_' }
const key = 'i~1:do:1'
const stepApproval: Task['extension'] = extensionOf(stepOf(samplePlaybook, 'ask'))!
const request = { type: 'http-api', method: 'POST', path: '/block', body: '{}' } as const
const ended = (): Response => saved(endResponse(unchanged(sampleResponse()), 'closed', 5))

/** A block that stands for a minute, sent while the response ended. */
function block(response: Response): Made {
  const run = response.runs[0]!
  const task: Task = {
    ...{
      response,
      run,
      playbook: samplePlaybook,
      variables: {},
      attempt: 1,
      incident: () => Promise.resolve(sampleIncident()),
    },
    runStep: run.steps.find(({ id }) => id === 'do')!,
    step: { ...stepOf(samplePlaybook, 'do'), commands: [{ type: 'http-api', command: 'POST /block' }] },
    extension: {
      phase: 'act',
      effect: { production: 'isolates', stops: both, s: both, q: both, d: both, c: both, undo: both, holdMs: 60_000 },
    },
  }
  return {
    job: { incident: 'i', run: 'i~1', step: 'do', attempt: 1 },
    phase: 'act',
    at: 9,
    done: {
      outcome: { is: 'done', output: { answer: '200' } },
      apply: (change, now) => placeHold(change, task, { key, connector: 'firewall', request }, now),
      effect: { connector: 'firewall', key, request: 'POST /block', answer: '200' },
    },
  }
}

describe('what was sent outside while its response ended', () => {
  it('keeps its hold, is told as late and audited', () => {
    const { response, told } = settleLate(unchanged(ended()), block(ended()))
    expect(response).toMatchObject({ state: 'done', holds: [{ id: key, until: 60_009, state: { at: 'standing' } }] })
    expect(response.timeline.slice(-2)).toMatchObject([
      { kind: 'hold.placed', params: { hold: key } },
      { kind: 'step.done', id: `effect:${key}`, params: { late: 1, answer: '200' } },
    ])
    expect(told).toContainEqual(expect.objectContaining({ id: `effect:${key}`, audit: expect.anything() }))
  })
  it('changes nothing when it is told once more', () => {
    const once = unchanged(saved(settleLate(unchanged(ended()), block(ended()))))
    expect(settleLate(once, block(once.response))).toBe(once)
  })
  it('changes nothing when it stayed within Genba', () => {
    const { done, ...made } = block(ended())
    const before = unchanged(ended())
    expect(settleLate(before, { ...made, done: { outcome: done.outcome } })).toBe(before)
  })
})

describe('what follows in the same job', () => {
  const stepOfTask = (part: Partial<Task['step']>, extension: Task['extension']) =>
    isWithin({ step: { type: 'action', ...part }, extension })
  it('is what Genba finds out or asks by itself', () => {
    expect(stepOfTask({}, { automation: 'compute-impact' })).toBe(true)
    expect(stepOfTask({}, stepApproval)).toBe(true)
  })
  it('is nothing that reaches out', () => {
    expect(stepOfTask({ targets: ['mail'] }, { automation: 'notify' })).toBe(false)
    expect(stepOfTask({ commands: [{ type: 'http-api', command: 'POST /block' }] }, { approvedBy: 'ask' })).toBe(false)
  })
})

describe('what is done before a response is first written', () => {
  const isSo = (extension: Task['extension']) => isAtHand({ step: { type: 'action' }, extension })
  it('is what the process can know at once', () => {
    expect([isSo({ automation: 'gather-evidence' }), isSo({ automation: 'compute-impact' })]).toEqual([true, true])
    expect([isSo({ automation: 'notify' }), isSo(stepApproval)]).toEqual([true, true])
  })
  it('is nothing that reads evidence, looks for quiet or reaches out', () => {
    expect([isSo({ automation: 'look-around' }), isSo({ automation: 'verify-quiet' })]).toEqual([false, false])
    expect(isAtHand({ step: { type: 'action', targets: ['mail'] }, extension: { automation: 'notify' } })).toBe(false)
  })
})
