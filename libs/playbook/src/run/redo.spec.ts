import { describe, expect, it } from '@jest/globals'
import { GENBA_EXTENSION, type Playbook } from '../cacao/playbook.js'
import { next } from './next.js'
import { open } from './open.js'
import { rerun, skip } from './redo.js'
import { settle } from './settle.js'

const playbook = {
  type: 'playbook',
  spec_version: 'cacao-2.0',
  id: 'playbook--1',
  name: 'P',
  modified: '2026',
  workflow_start: 'start',
  workflow: {
    start: { type: 'start', on_completion: 'see' },
    see: { type: 'action', on_completion: 'ask' },
    ask: {
      type: 'action',
      on_success: 'do',
      on_failure: 'watch',
      step_extensions: { [GENBA_EXTENSION]: { approval: {} } },
    },
    do: { type: 'action', on_completion: 'watch' },
    watch: { type: 'action', on_completion: 'end' },
    end: { type: 'end' },
  },
} as unknown as Playbook

const at = (...done: string[]) =>
  done.reduce(
    (run, step, n) => settle(run, playbook, step, { is: 'done', output: { [step]: 'seen' } }, n + 1),
    open(playbook, { id: 'i~1', loop: 1, variables: {}, now: 0 }),
  )
const parkedAt = (step: string, ...done: string[]) =>
  settle(at(...done), playbook, step, { is: 'parked', error: 'CONNECTOR_REFUSED' }, 9)
const dueOf = (run: ReturnType<typeof at>) => next(run).map(({ step, attempt }) => `${step}#${attempt}`)

describe('a step that a person skips', () => {
  it('lets the run go on as if it had been done, with nothing of it', () => {
    const run = skip(parkedAt('see'), playbook, 'see', 10)
    expect(dueOf(run)).toEqual(['ask#1'])
    expect(run.variables['see']).toBeUndefined()
  })
  it('never gives an approval', () => {
    const run = skip(parkedAt('ask', 'see'), playbook, 'ask', 10)
    expect(dueOf(run)).toEqual(['watch#1'])
    expect(run.steps.find(({ id }) => id === 'ask')?.state).toMatchObject({ at: 'failed', error: 'skipped' })
  })
  it('must be parked', () => expect(() => skip(at('see'), playbook, 'ask', 10)).toThrow('ask is not parked'))
})

describe('a run again from a step', () => {
  it('begins it and all that followed anew, as new attempts, and leaves what was before', () => {
    const run = rerun(parkedAt('watch', 'see', 'ask', 'do'), playbook, 'ask', 'sato', 20)
    expect(dueOf(run)).toEqual(['ask#2'])
    expect(run.steps.map(({ id, state, attempt }) => `${id} ${state.at} ${attempt}`)).toEqual([
      'start done 1',
      'see done 1',
      'ask due 2',
      'do pending 2',
      'watch pending 2',
      'end pending 1',
    ])
    expect(run.steps.find(({ id }) => id === 'ask')).toMatchObject({ askedBy: 'sato' })
  })
  it('can be the parked step itself', () => {
    expect(dueOf(rerun(parkedAt('do', 'see', 'ask'), playbook, 'do', 'sato', 20))).toEqual(['do#2'])
  })
  it('is none of a step that was not reached, nor of a run that has ended', () => {
    expect(() => rerun(at('see'), playbook, 'do', 'sato', 20)).toThrow("do can't be run again")
    expect(() => rerun(at('see', 'ask', 'do', 'watch'), playbook, 'see', 'sato', 20)).toThrow("see can't be run again")
  })
})
