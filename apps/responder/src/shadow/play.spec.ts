import { describe, expect, it } from '@jest/globals'
import { Refused, type Response } from '@genba/contracts'
import { samplePlaybook, sampleResponse, sampleRun } from '../testing/samples.js'
import { difference } from './difference.js'
import { play, type Stub } from './play.js'

const works: Stub = () => Promise.resolve({ outcome: { is: 'done', output: {} } })
const answered = (state: 'approved' | 'refused'): Response =>
  sampleResponse({ approvals: [{ step: 'ask', state, people: 2 } as never] })
const played = (real: Response | undefined, stub = works) => play(sampleRun(), samplePlaybook, real, stub, 1)
const told = ({ steps }: Awaited<ReturnType<typeof played>>) => steps.map(({ step, as }) => `${step} ${as}`)

describe('a shadow run', () => {
  it('takes people to approve where nobody was asked, and says that it did', async () => {
    const run = await played(undefined)
    expect(told(run)).toEqual(['see done', 'ask approved', 'do done'])
    expect(run.steps[1]).toMatchObject({ isAssumed: true, people: 1 })
    expect(run.outcome).toBe('again')
  })
  it('goes the way that people chose in reality', async () => {
    const run = await played(answered('refused'))
    expect(told(run)).toEqual(['see done', 'ask refused'])
    expect(run.steps[1]).toMatchObject({ isAssumed: false, people: 2 })
    expect(run.outcome).toBe('finished')
  })
  it('shows what would not have worked, with the code', async () => {
    const run = await played(undefined, (_, { step }) =>
      step === 'do' ? Promise.reject(new Refused('NO_CONNECTOR')) : works(_, { step } as never),
    )
    expect(run.steps.at(-1)).toMatchObject({ step: 'do', as: 'failed', error: 'NO_CONNECTOR' })
  })
})

describe('the difference to what was done', () => {
  it('is the effects of each, the decisions of people and the outcomes', async () => {
    const block = { connector: 'plant-firewall', request: 'POST /v1/conduits/c/block' }
    const run = await played(undefined, (_, { step }) =>
      Promise.resolve({
        outcome: { is: 'done', output: {} },
        ...(step === 'do' ? { effect: { ...block, key: 'k', answer: 'simulated' } } : {}),
      }),
    )
    expect(difference(run.steps, run.outcome, answered('refused'), new Map())).toEqual({
      both: [],
      shadowOnly: [block],
      doneOnly: [],
      decisions: { shadow: 1, done: 1 },
      outcomes: { shadow: 'again' },
    })
  })
})
