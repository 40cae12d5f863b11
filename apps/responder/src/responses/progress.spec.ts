import { describe, expect, it } from '@jest/globals'
import { RESPONSE_TIMELINE_MAX } from '@genba/contracts'
import { PHASE_BUDGET, type Outcome } from '@genba/playbook'
import { samplePlaybook, sampleResponse, sampleRun } from '../testing/samples.js'
import { note, unchanged, type Change } from './change.js'
import { enterLoop, settleStep, wantsLoop } from './progress.js'

const done: Outcome = { is: 'done', output: {} }

function given() {
  let change: Change = unchanged(sampleResponse())
  const story = {
    when: (step: string, outcome: Outcome, now: number) => {
      change = settleStep(change, samplePlaybook, { step, outcome, now })
      return story
    },
    is: (part: object) => {
      expect(change.response).toMatchObject(part)
      return story
    },
    change: () => change,
  }
  return story
}

describe('the progress of a response', () => {
  it('keeps the time of each phase', () => {
    given()
      .when('see', done, 10)
      .is({
        phase: 'decide',
        state: 'running',
        clock: [
          { phase: 'observe', enteredAt: 0, leftAt: 10 },
          { phase: 'decide', enteredAt: 10 },
        ],
      })
      .when('ask', { is: 'waiting', approval: 'a' }, 20)
      .is({ phase: 'decide', state: 'waiting' })
      .when('ask', done, 30)
      .is({ phase: 'act', state: 'running' })
  })
  it('is parked with its step', () => {
    given().when('see', { is: 'parked', error: 'BROKEN' }, 10).is({ state: 'parked', phase: 'observe' })
  })
  it('ends with its run', () => {
    const { response, told } = given()
      .when('see', done, 1)
      .when('ask', { is: 'failed', error: 'refused' }, 2)
      .is({ state: 'done', endedAt: 2 })
      .change()
    expect(response.clock.every(({ leftAt }) => leftAt !== undefined)).toBe(true)
    expect(told.map((entry) => ('topic' in entry && entry.topic === 'timeline.v1' ? entry.value?.kind : ''))).toEqual([
      'step.done',
      'phase.entered',
      'step.failed',
      'response.done',
    ])
  })
  it('turns again when its run asks for it', () => {
    const change = given().when('see', done, 1).when('ask', done, 2).when('do', done, 3).change()
    expect([wantsLoop(change.response), change.response.state]).toEqual([true, 'running'])
    const { response } = enterLoop(change, sampleRun(2), 4)
    expect(response).toMatchObject({ loop: 2, phase: 'observe', state: 'running' })
    expect(response.clock.at(-1)).toEqual({
      loop: 2,
      phase: 'observe',
      enteredAt: 4,
      budgetMs: PHASE_BUDGET.observe.high,
    })
  })
})

describe('the timeline', () => {
  it('is bounded, counts what it left out, and gives each entry an id and a version of its own', () => {
    let change = unchanged(sampleResponse())
    const before = change.response.timeline.length
    for (let n = 0; n < RESPONSE_TIMELINE_MAX; n++) change = note(change, { kind: 'step.done', now: n })
    expect(change.response.timeline).toHaveLength(RESPONSE_TIMELINE_MAX)
    expect(change.response.timelineEvicted).toBe(before)
    expect(new Set(change.told.map(({ id }) => id)).size).toBe(RESPONSE_TIMELINE_MAX)
    expect(change.response.timeline.at(-1)?.version).toBe(change.response.version + 1)
  })
})
