import { describe, expect, it } from '@jest/globals'
import type { Response } from '@genba/contracts'
import { Metrics } from '@genba/platform'
import { Ahead } from '../steps/ahead.js'
import { Steps } from '../steps/steps.js'
import type { Work } from '../steps/task.js'
import { Works } from '../steps/works.js'
import { sampleIncident, samplePlaybook, sampleRun, saved } from '../testing/samples.js'
import type { Change } from './change.js'
import { TakeIncident } from './take-incident.js'
import { settleStep, type Settled } from './progress.js'

const clock = { now: () => 5 }
const observed: Work = () => Promise.resolve({ outcome: { is: 'done', output: { alerts: '1' } } })
const asked: Work = ({ runStep }) => Promise.resolve({ outcome: { is: 'waiting', approval: runStep.id } })

/** Takes one incident with the playbook of the samples: observe, then an approval. */
async function take({ isRepeat = false, decide = asked, taken = false } = {}) {
  const inserted: Change[] = []
  const given: Response[] = []
  const metrics = new Metrics()
  const loops = {
    openRun: () => sampleRun(),
    playbookOf: () => Promise.resolve(samplePlaybook),
    settle: (change: Change, settled: Settled) => Promise.resolve(settleStep(change, samplePlaybook, settled)),
  }
  const responses = {
    seen: () => Promise.resolve(new Map()),
    insert: (change: Change) => Promise.resolve(taken ? undefined : (inserted.push(change), saved(change))),
    change: () => Promise.resolve(undefined),
  }
  const enqueue = { due: (response: Response) => Promise.resolve(given.push(response)) }
  const works = new Works(metrics)
  works.register('observe', observed)
  works.register('decide', decide)
  const steps = new Steps(responses as never, loops as never, {} as never, enqueue as never, clock)
  const ahead = new Ahead(steps, works)
  const takeIncident = new TakeIncident(responses as never, loops as never, ahead, works, enqueue as never, clock)
  await takeIncident.execute([sampleIncident()], { isRepeat })
  const counted = (await metrics.expose()).split('\n').filter((line) => line.startsWith('genba_responder_steps_total{'))
  return { inserted, given, counted }
}

const statesIn = ({ response }: Change) =>
  Object.fromEntries(response.runs[0]!.steps.map(({ id, state }) => [id, state.at]))

describe('a new response', () => {
  it('is written once, with all that Genba finds out by itself, and counts it then', async () => {
    const { inserted, given, counted } = await take()
    expect(inserted).toHaveLength(1)
    expect(inserted[0]!.response).toMatchObject({ state: 'waiting', phase: 'decide', version: 0 })
    expect(statesIn(inserted[0]!)).toMatchObject({ see: 'done', ask: 'waiting' })
    expect(new Set(inserted[0]!.told.map(({ id }) => id)).size).toBe(inserted[0]!.told.length)
    expect(given).toMatchObject([{ version: 1, state: 'waiting' }])
    expect(counted).toHaveLength(2)
  })
  it('keeps what went well and leaves the step that failed to its job', async () => {
    const { inserted, counted } = await take({ decide: () => Promise.reject(new Error('database away')) })
    expect(statesIn(inserted[0]!)).toMatchObject({ see: 'done', ask: 'due' })
    expect(counted).toHaveLength(1)
  })
  it('is written before anything is done where a process may have ended over it', async () => {
    const { inserted, given, counted } = await take({ isRepeat: true })
    expect(statesIn(inserted[0]!)).toMatchObject({ see: 'due' })
    expect(given).toMatchObject([{ version: 1, state: 'running' }])
    expect(counted).toEqual([])
  })
  it('counts nothing when somebody else was faster', async () => {
    const { given, counted } = await take({ taken: true })
    expect([given, counted]).toEqual([[], []])
  })
})
