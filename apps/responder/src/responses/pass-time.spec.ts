import { describe, expect, it } from '@jest/globals'
import { open, requestApproval, extensionOf, stepOf, type Playbook } from '@genba/playbook'
import { samplePlaybook, sampleResponse, saved } from '../testing/samples.js'
import { unchanged, withResponse } from './change.js'
import { passTime } from './pass-time.js'
import { settleStep } from './progress.js'

/** The sample playbook, whose people have 500 ms before it goes on as if they had refused. */
const hurried = {
  ...samplePlaybook,
  workflow: { ...samplePlaybook.workflow, ask: { ...samplePlaybook.workflow['ask'], timeout: 500 } },
} as Playbook
const run = open(hurried, { id: 'i~1', loop: 1, variables: {}, now: 0 })
const seen = settleStep(unchanged(sampleResponse({ runs: [run] })), hurried, {
  step: 'see',
  outcome: { is: 'done', output: {} },
  now: 100,
})
const approval = requestApproval({
  id: 'a',
  run: 'i~1',
  step: 'ask',
  extension: extensionOf(stepOf(hurried, 'ask'))!,
  stakes: { safety: 'low', plantState: 'running' },
  fillings: { variables: {} },
  now: 100,
})
const waiting = saved(
  settleStep(withResponse(seen, { approvals: [approval] }), hurried, {
    step: 'ask',
    outcome: { is: 'waiting', approval: 'a' },
    now: 100,
  }),
)

describe('a step that people leave waiting past its timeout', () => {
  it('fails, is told, and its approval is withdrawn, never given', () => {
    const { response, told } = passTime(unchanged(waiting), hurried, 600)
    expect(response.approvals).toMatchObject([{ state: 'withdrawn', answers: [] }])
    expect(response.runs.at(-1)!.steps.find(({ id }) => id === 'ask')?.state).toMatchObject({ error: 'TIMEOUT' })
    expect(response.runs.at(-1)!.steps.find(({ id }) => id === 'do')?.state).toEqual({ at: 'pending' })
    expect(told.map(({ id }) => id)).toHaveLength(new Set(told.map(({ id }) => id)).size)
    expect(response.timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['approval.withdrawn', 'step.failed', 'response.done']),
    )
  })
  it('is left alone before', () => {
    const change = unchanged(waiting)
    expect(passTime(change, hurried, 599)).toBe(change)
  })
})
