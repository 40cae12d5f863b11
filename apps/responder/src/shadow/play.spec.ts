import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { Refused, type Response } from '@genba/contracts'
import { extensionOf, open, readPlaybook } from '@genba/playbook'
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

describe('a shadow run of a playbook that offers a choice', () => {
  const file = new URL('playbooks/malware-on-plant-machine.json', import.meta.resolve('@genba/playbook/package.json'))
  const read = readPlaybook(readFileSync(file, 'utf8'), 'malware')
  if (!read.ok) throw new Error(read.faults.join())
  const { playbook } = read
  const [ask] = Object.entries(playbook.workflow).find(([, step]) => extensionOf(step)?.options)!
  const chosenBy = async (chosen: string | undefined) => {
    const variables = { incident: 'i', plant: 'p', zone: 'z', zones: 'z', rule: 'r', row: '0' }
    const run = open(playbook, { id: 'i~1', loop: 1, variables, now: 1 })
    const real = { step: ask, state: 'approved', people: 1, choice: { variable: 'way', options: [], chosen } }
    const response = chosen === undefined ? undefined : sampleResponse({ approvals: [real as never] })
    const { steps } = await play(run, playbook, response, works, 1)
    return { asked: steps.find(({ step }) => step === ask), told: steps.map(({ name }) => name.en) }
  }
  const clean = 'Clean the machine and restore it from a verified backup'

  it('takes the way that the playbook names first where nobody chose, and says so', async () => {
    const { asked, told } = await chosenBy(undefined)
    expect(asked).toMatchObject({ isAssumed: true, option: { en: expect.stringContaining('the line runs on') } })
    expect(told).toContain(clean)
  })
  it('goes the way that people chose in reality', async () => {
    const { asked, told } = await chosenBy('watch')
    expect(asked).toMatchObject({ isAssumed: false, option: { en: expect.stringContaining('watch more closely') } })
    expect(told).toContain('Tell that it stays connected and is watched')
    expect(told).not.toContain(clean)
  })
  it('takes the first where this version has not what they chose', async () => {
    expect((await chosenBy('call-the-vendor')).asked).toMatchObject({ isAssumed: true })
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
