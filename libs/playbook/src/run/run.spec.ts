import { describe, expect, it } from '@jest/globals'
import type { Run } from '@genba/contracts'
import { GENBA_EXTENSION, type Playbook } from '../cacao/playbook.js'
import { link, type Linked } from '../cacao/link.js'
import { RUN_ERRORS, TURNS_MAX } from './caps.js'
import { isDue, next } from './next.js'
import { open } from './open.js'
import { variablesAt } from './scope.js'
import type { Outcome } from './outcome.js'
import { rerun } from './redo.js'
import { retry, settle, withdraw } from './settle.js'
import { tick, timers } from './tick.js'

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
const genba = (extension: Record<string, unknown>) => ({ step_extensions: { [GENBA_EXTENSION]: extension } })
const done = (output: Record<string, string> = {}): Outcome => ({ is: 'done', output })
const failed: Outcome = { is: 'failed', error: 'refused' }

/** given(playbook).when(step, outcome)…: the run after these settlements. */
function given(book: Linked) {
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
    at: (time: number) => {
      now = time
      run = tick(run, book, now)
      return story
    },
    stepIs: (step: string, state: Record<string, unknown>) => {
      expect(run.steps.find(({ id }) => id === step)).toMatchObject(state)
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
      a: action({ on_completion: 'if', out_args: ['__quiet__'] }),
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
    const watch = playbook({
      a: action({ on_completion: 'end', ...genba({ automation: 'verify-quiet' }) }),
      end: { type: 'end' },
    })
    const run = given(watch)
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

describe('a while-condition', () => {
  const watch = playbook({
    a: { type: 'while-condition', condition: "__quiet__:value != 'yes'", on_true: 'look', on_completion: 'tell' },
    look: action({ on_completion: 'turned', out_args: ['__quiet__'] }),
    turned: { type: 'end' },
    tell: action({ on_completion: 'end' }),
    end: { type: 'end' },
  })
  it('turns until its condition does not hold, each turn a new attempt', () => {
    given(watch)
      .dueIs('look')
      .when('look', done({ quiet: 'no' }))
      .dueIs('look')
      .stepIs('look', { attempt: 2 })
      .when('look', done({ quiet: 'yes' }))
      .dueIs('tell')
      .stepIs('a', { turns: 2, state: { at: 'done' } })
      .when('tell', done())
      .stateIs('done')
  })
  it('fails past its bound of turns, with or without work in them', () => {
    const story = given(watch)
    for (let n = 0; n < TURNS_MAX; n++) story.when('look', done({ quiet: 'no' }))
    story.dueIs('tell').stepIs('a', { state: { at: 'failed', error: RUN_ERRORS.turns } })
    const empty = playbook({
      a: { type: 'while-condition', condition: "__quiet__:value != 'yes'", on_true: 'turned' },
      turned: { type: 'end' },
    })
    given(empty).stateIs('failed')
  })
})

describe('a switch-condition', () => {
  const book = playbook({
    a: {
      type: 'switch-condition',
      switch: '__zone__:value',
      cases: { 'line-1': 'b', default: 'c' },
      on_completion: 'd',
    },
    b: action({ on_completion: 'endb' }),
    c: action({ on_completion: 'endc' }),
    d: action({ on_completion: 'end' }),
    endb: { type: 'end' },
    endc: { type: 'end' },
    end: { type: 'end' },
  })
  it('goes by the value, else by the default, and comes back', () => {
    given(book).dueIs('b').when('b', done()).dueIs('d')
    const other = open(book, { id: 'i~1', loop: 1, variables: { zone: 'agv' }, now: 0 })
    expect(next(other).map(({ step }) => step)).toEqual(['c'])
  })
})

describe('parallel branches', () => {
  const steps = (more: Record<string, unknown>) => ({
    a: { type: 'parallel', next_steps: ['b', 'c'], ...more },
    b: action({ on_success: 'end' }),
    c: action({ on_completion: 'end' }),
    d: action({ on_completion: 'end' }),
    x: action({ on_completion: 'end' }),
    end: { type: 'end' },
  })
  it('let each other end before a failure counts', () => {
    given(playbook(steps({ on_success: 'd', on_failure: 'x' })))
      .when('b', failed)
      .dueIs('c')
      .when('c', done())
      .dueIs('x')
      .stepIs('a', { state: { at: 'failed', error: RUN_ERRORS.branch } })
  })
  it('break the playbook when nothing takes care of a failure', () => {
    given(playbook(steps({ on_success: 'd' }), { workflow_exception: 'x' }))
      .when('b', failed)
      .when('c', done())
      .dueIs('x')
      .when('x', done())
      .stateIs('done')
    given(playbook(steps({ on_success: 'd' })))
      .when('c', done())
      .when('b', failed)
      .stateIs('failed')
  })
  it('that have ended are waited for again when a person runs a step of one again', () => {
    const book = playbook(steps({ on_completion: 'd' }))
    const run = given(book).when('b', done()).when('c', done()).dueIs('d').run()
    const again = rerun(run, book, 'b', 'sato', 9)
    expect(next(again)).toMatchObject([{ step: 'b', attempt: 2 }])
    const after = settle(again, book, 'b', done(), 10)
    expect(next(after)).toMatchObject([{ step: 'd', attempt: 2 }])
    expect(settle(after, book, 'd', done(), 11).state).toBe('done')
  })
  it('that end differently turn again when one of them wants to', () => {
    const book = playbook({
      a: { type: 'parallel', next_steps: ['b', 'c'] },
      b: action({ on_completion: 'again' }),
      c: action({ on_completion: 'finished' }),
      again: { type: 'end', ...genba({ outcome: 'again' }) },
      finished: { type: 'end', ...genba({ outcome: 'finished' }) },
    })
    expect(given(book).when('b', done()).when('c', done()).run().variables['outcome']).toBe('again')
    expect(given(book).when('c', done()).when('b', done()).run().variables['outcome']).toBe('again')
  })
})

describe('the clock of a run', () => {
  const book = playbook({
    a: { type: 'parallel', next_steps: ['b', 'wait'], timeout: 5_000, on_success: 'd', on_failure: 'x' },
    b: action({ on_completion: 'end', delay: 1_000, timeout: 500 }),
    wait: { type: 'if-condition', condition: "__zone__:value = 'line-1'", on_true: 'c', delay: 2_000 },
    c: action({ on_completion: 'end' }),
    d: action({ on_completion: 'end' }),
    x: action({ on_completion: 'end' }),
    end: { type: 'end' },
  })
  it('names what it will do and when', () => {
    const run = given(book).run()
    expect(next(run)).toMatchObject([{ step: 'b', notBefore: 2_000 }])
    expect(timers(run)).toMatchObject([
      { step: 'b', is: 'timeout', at: 2_500 },
      { step: 'wait', is: 'delay', at: 3_000 },
      { step: 'a', is: 'timeout', at: 6_000 },
    ])
  })
  it('begins what was delayed and fails what took too long, not before', () => {
    const story = given(book).at(2_499).dueIs('b')
    story
      .at(2_500)
      .dueIs()
      .stepIs('b', { state: { at: 'failed', error: RUN_ERRORS.timeout } })
    story.at(3_000).dueIs('c').when('c', done()).dueIs('d')
  })
  it('withdraws what is under way in a step that took too long', () => {
    given(book)
      .at(3_000)
      .dueIs('c')
      .at(6_000)
      .dueIs('x')
      .stepIs('c', { state: { at: 'failed', error: 'withdrawn' } })
  })
  it('changes nothing when it has nothing to do', () => {
    const run = given(book).run()
    expect(tick(run, book, 2_000)).toBe(run)
  })
  it('a person who tries a parked step again has its whole time', () => {
    const parked = given(book).when('b', { is: 'parked', error: 'E' }).run()
    expect(timers(retry(parked, 'b', 'sato', 2_400))).toMatchObject([{ step: 'b', at: 2_900 }, {}, {}])
  })
})

describe('a playbook that calls another', () => {
  const inner = playbook(
    {
      start: { type: 'start', on_completion: 'work' },
      work: action({
        on_completion: 'end',
        out_args: ['__result__'],
        step_variables: { __own__: { type: 'string', value: 'mine' } },
      }),
      end: { type: 'end', ...genba({ outcome: 'again' }) },
    },
    {
      id: 'playbook--2',
      playbook_variables: {
        __target__: { type: 'string', external: true },
        __result__: { type: 'integer', value: '0' },
        __fixed__: { type: 'string', value: 'as it is', constant: true },
      },
    },
  )
  const outer = playbook(
    {
      a: {
        type: 'playbook-action',
        playbook_id: 'playbook--2',
        in_args: ['__target__', '__fixed__'],
        out_args: ['__result__'],
        on_success: 'b',
        on_failure: 'x',
      },
      b: action({ on_completion: 'end' }),
      x: action({ on_completion: 'end' }),
      end: { type: 'end' },
    },
    {
      playbook_variables: {
        __target__: { type: 'string', value: 'plc-1' },
        __fixed__: { type: 'string', value: 'no' },
        __other__: { type: 'string', value: 'o' },
        __result__: { type: 'string' },
      },
    },
  )
  const linked = link(outer, (ref) => (ref === 'playbook--2' ? inner : undefined))
  if (!linked.ok) throw new Error('not linked')
  it('passes in_args in, facts along, and brings out_args back, nothing else', () => {
    const story = given(linked.playbook).dueIs('a.work')
    expect(variablesAt(story.run(), 'a.work')).toEqual({
      zone: 'line-1',
      loop: '1',
      target: 'plc-1',
      result: '0',
      fixed: 'as it is',
      own: 'mine',
    })
    const run = story
      .when('a.work', done({ result: '7', target: 'ignored' }))
      .dueIs('b')
      .run()
    expect(run.variables).toEqual({ zone: 'line-1', loop: '1', target: 'plc-1', fixed: 'no', other: 'o', result: '7' })
    expect(run).toMatchObject({ called: { 'playbook--2': 'playbook--2@2026' } })
    story.when('b', done()).stateIs('done')
    expect(story.run().variables['outcome']).toBe('finished')
  })
  it('fails with it', () => {
    given(linked.playbook).when('a.work', failed).dueIs('b')
    const strict = { ...inner, workflow: { ...inner.workflow, work: action({ on_success: 'end' }) } } as Playbook
    const broken = link(outer, () => strict)
    if (broken.ok) given(broken.playbook).when('a.work', failed).dueIs('x')
  })
  it('takes no value of a wrong type', () => {
    given(linked.playbook)
      .when('a.work', done({ result: 'seven' }))
      .stepIs('a.work', { state: { at: 'failed', error: 'WRONG_TYPE __result__' } })
  })
  it('and calls itself ends at the bound of calls', () => {
    const self = playbook({
      a: { type: 'playbook-action', playbook_id: 'playbook--1', on_success: 'end' },
      end: { type: 'end' },
    })
    const circle = link(self, () => self)
    if (!circle.ok) throw new Error('not linked')
    given(circle.playbook).stateIs('failed')
  })
  it('is refused when what it calls is not there', () => {
    expect(link(outer, () => undefined)).toEqual({
      ok: false,
      faults: [{ at: '/workflow', what: 'no playbook playbook--2 is there to call' }],
    })
  })
})
