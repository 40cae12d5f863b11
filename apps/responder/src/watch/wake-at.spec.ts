import { describe, expect, it } from '@jest/globals'
import { PHASE_BUDGET } from '@genba/playbook'
import { tellLate } from '../clock/tell-late.js'
import { unchanged, withResponse } from '../responses/change.js'
import { endResponse, settleStep } from '../responses/progress.js'
import { samplePlaybook, sampleResponse } from '../testing/samples.js'
import { JOB_GRACE_MS, lookAt, wakeAt } from './wake-at.js'

const running = sampleResponse()
const waiting = settleStep(
  settleStep(unchanged(running), samplePlaybook, { step: 'see', outcome: { is: 'done', output: {} }, now: 5 }),
  samplePlaybook,
  { step: 'ask', outcome: { is: 'waiting', approval: 'a' }, now: 6 },
).response
const approval = (dueAt: number, state: 'waiting' | 'approved' = 'waiting') => ({ state, dueAt }) as never

describe('the time at which a response is looked at again', () => {
  it('is soon after a step became due, in case its job is lost', () => {
    expect(wakeAt(running)).toBe(JOB_GRACE_MS)
  })
  it('is when the first approval runs out, else when its phase is late', () => {
    expect(wakeAt({ ...waiting, approvals: [approval(900), approval(800), approval(700, 'approved')] })).toBe(800)
    expect(wakeAt(waiting)).toBe(5 + PHASE_BUDGET.decide.high)
  })
  it('is never, once the phase was told late and nobody is asked, and once it is done', () => {
    const late = tellLate(unchanged(waiting), 5 + PHASE_BUDGET.decide.high).response
    expect(wakeAt(late)).toBeUndefined()
    expect(wakeAt(endResponse(unchanged(waiting), 'closed', 9).response)).toBeUndefined()
  })
})

describe('the look that stands ready', () => {
  it('is none while a step is due now, whose write sees to the next one', () => {
    expect(lookAt(running)).toBeUndefined()
  })
  it('is there all the same for what was promised by a time', () => {
    expect(lookAt({ ...running, approvals: [approval(900)] })).toBe(900)
  })
  it('is that of the response once nothing is due now', () => {
    expect(lookAt(waiting)).toBe(wakeAt(waiting))
    expect(lookAt(endResponse(unchanged(running), 'closed', 9).response)).toBeUndefined()
  })
  it('is there for a step that is to look again later', () => {
    const outcome = { is: 'again', notBefore: 50, output: {} } as const
    const again = settleStep(unchanged(running), samplePlaybook, { step: 'see', outcome, now: 5 }).response
    expect(lookAt(again)).toBe(50 + JOB_GRACE_MS)
  })
})

describe('a late phase', () => {
  const due = 5 + PHASE_BUDGET.decide.high
  it('is told once, with its phase, loop and budget, and not before', () => {
    expect(tellLate(unchanged(waiting), due - 1).told).toEqual([])
    const told = tellLate(unchanged(waiting), due)
    expect(told.response.clock.at(-1)).toMatchObject({ phase: 'decide', lateAt: due })
    expect(told.response.timeline.at(-1)).toMatchObject({
      kind: 'phase.late',
      params: { phase: 'decide', loop: 1, budgetMs: PHASE_BUDGET.decide.high },
    })
    expect(tellLate(withResponse(told, {}), due + 1)).toEqual(told)
  })
  it('is none of a response that has ended', () => {
    expect(tellLate(endResponse(unchanged(waiting), 'closed', 9), due).told).toHaveLength(1)
  })
})
