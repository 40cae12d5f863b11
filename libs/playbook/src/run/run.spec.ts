import { describe, expect, it } from '@jest/globals'
import type { Run } from '@genba/contracts'
import { GENBA_EXTENSION, type Playbook } from '../cacao/playbook.js'
import { isDue, next } from './next.js'
import { open } from './open.js'
import type { Outcome } from './outcome.js'
import { retry, settle, withdraw } from './settle.js'

type Steps = Record<string, Record<string, unknown>>
const playbook = (workflow: Steps, more: Partial<Playbook> = {}): Playbook =>
  ({
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: 'playbook--1',
    name: 'P',
    created: '',
    modified: '2026',
    workflow_start: 'start',
    workflow: { start: { type: 'start', on_completion: 'a' }, ...workflow },
    ...more,
  }) as unknown as Playbook
const action = (more: Record<string, unknown>) => ({ type: 'action', ...more })
const done = (output: Record<string, string> = {}): Outcome => ({ is: 'done', output })
const failed: Outcome = { is: 'failed', error: 'refused' }

/** given(playbook).when(step, outcome)…: the run after these settlements. */
function given(book: Playbook) {
  let now = 1_000
  let run = open(book, { id: 'i~1', loop: 1, variables: { zone: 'line-1' }, now })
  const story = {
    when: (step: string, outcome: Outcome) => {
      run = settle(run, book, step, outcome, ++now)
      return story
    },
    dueIs: (...steps: string[]) => {
      expect(next(run).map(({ step }) => step)).toEqual(steps)
      return story
    },
    stateIs: (state: Run['state']) => {
      expect(run.state).toBe(state)
      return story
    },
    run: () => run,
  }
  return story
}

const line = playbook({
  a: action({ on_completion: 'b' }),
  b: action({ on_success: 'end', on_failure: 'c' }),
  c: action({ on_completion: 'end' }),
  end: { type: 'end' },
})

describe('a run', () => {
  it('opens with the first action due and knows its facts', () => {
    const run = given(line).dueIs('a').stateIs('running').run()
    expect(run).toMatchObject({ playbook: 'playbook--1@2026', variables: { zone: 'line-1', loop: '1' } })
  })
  it('goes by on_completion and on_success to its end', () => {
    given(line).when('a', done()).dueIs('b').when('b', done()).dueIs().stateIs('done')
  })
  it('goes by on_failure when people refuse', () => {
    given(line).when('a', done()).when('b', failed).dueIs('c').when('c', done()).stateIs('done')
  })
  it('takes on_completion after a failure too', () => {
    given(line).when('a', failed).dueIs('b')
  })
  it('goes to the exception when a failed step has no way, and is failed without one', () => {
    const steps = { a: action({ on_success: 'end' }), x: action({ on_completion: 'end' }), end: { type: 'end' } }
    given(playbook(steps, { workflow_exception: 'x' }))
      .when('a', failed)
      .dueIs('x')
      .when('x', done())
      .stateIs('done')
    given(playbook(steps)).when('a', failed).stateIs('failed')
  })
  it('chooses by a condition over what the steps gave', () => {
    const book = playbook({
      a: action({ on_completion: 'if' }),
      if: { type: 'if-condition', condition: "__quiet__:value = 'yes'", on_true: 'end', on_false: 'again' },
      end: { type: 'end', step_extensions: { [GENBA_EXTENSION]: { outcome: 'finished' } } },
      again: { type: 'end', step_extensions: { [GENBA_EXTENSION]: { outcome: 'again' } } },
    })
    expect(
      given(book)
        .when('a', done({ quiet: 'yes' }))
        .stateIs('done')
        .run().variables['outcome'],
    ).toBe('finished')
    expect(
      given(book)
        .when('a', done({ quiet: 'no' }))
        .stateIs('done')
        .run().variables['outcome'],
    ).toBe('again')
  })
  it('comes back to a condition that has on_completion when its branch has ended', () => {
    const book = playbook({
      a: action({ on_completion: 'if' }),
      if: { type: 'if-condition', condition: "__zone__:value = 'line-1'", on_true: 'b', on_completion: 'c' },
      b: action({ on_completion: 'endb' }),
      endb: { type: 'end' },
      c: action({ on_completion: 'end' }),
      end: { type: 'end' },
    })
    given(book).when('a', done()).dueIs('b').when('b', done()).dueIs('c').when('c', done()).stateIs('done')
  })
  it('joins parallel branches before it goes on, in whatever order they end', () => {
    const book = playbook({
      a: action({ on_completion: 'par' }),
      par: { type: 'parallel', next_steps: ['b', 'c'], on_completion: 'd' },
      b: action({ on_completion: 'b2' }),
      b2: action({ on_completion: 'end' }),
      c: action({ on_completion: 'end' }),
      d: action({ on_completion: 'end' }),
      end: { type: 'end' },
    })
    given(book)
      .when('a', done())
      .dueIs('b', 'c')
      .when('c', done())
      .dueIs('b')
      .when('b', done())
      .dueIs('b2')
      .when('b2', done())
      .dueIs('d')
      .when('d', done())
      .stateIs('done')
    given(book).when('a', done()).when('b', done()).when('b2', done()).dueIs('c').when('c', done()).dueIs('d')
  })
  it('does not join while a branch is parked', () => {
    const book = playbook({
      a: { type: 'parallel', next_steps: ['b', 'c'], on_completion: 'd' },
      b: action({ on_completion: 'end' }),
      c: action({ on_completion: 'end' }),
      d: action({ on_completion: 'end' }),
      end: { type: 'end' },
    })
    given(book).when('b', { is: 'parked', error: 'CONNECTOR_REFUSED' }).when('c', done()).dueIs().stateIs('running')
  })
  it('looks again as a new attempt that is not due before its time', () => {
    const run = given(line)
      .when('a', { is: 'again', notBefore: 9_000, output: { seen_alerts: '3' } })
      .run()
    expect(next(run)).toEqual([{ run: 'i~1', step: 'a', attempt: 2, phase: 'observe', notBefore: 9_000 }])
    expect(run.variables['seen_alerts']).toBe('3')
    expect([isDue(run, 'a', 1), isDue(run, 'a', 2)]).toEqual([false, true])
  })
  it('waits for people and goes on when they have approved', () => {
    given(line).when('a', { is: 'waiting', approval: 'x' }).dueIs().stateIs('running').when('a', done()).dueIs('b')
  })
  it('parks a step until a person asks for a new attempt', () => {
    const parked = given(line).when('a', { is: 'parked', error: 'E' }).dueIs().stateIs('running').run()
    expect(next(retry(parked, 'a', 'sato', 5))).toMatchObject([{ step: 'a', attempt: 2 }])
    expect(retry(parked, 'a', 'sato', 5).steps.find(({ id }) => id === 'a')).toMatchObject({ askedBy: 'sato' })
  })
  it('is never settled twice for the same step', () => {
    expect(() => given(line).when('a', done()).when('a', done())).toThrow('a is done')
  })
  it('keeps what was done when it is withdrawn', () => {
    const run = withdraw(given(line).when('a', done()).run(), 7)
    expect(run).toMatchObject({ state: 'done', endedAt: 7, variables: { outcome: 'withdrawn' } })
    expect(run.steps.map(({ state }) => state.at)).toEqual(['done', 'done', 'failed', 'pending', 'pending'])
    expect(next(run)).toEqual([])
  })
})
