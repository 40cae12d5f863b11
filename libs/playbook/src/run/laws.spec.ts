import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Run } from '@genba/contracts'
import { link } from '../cacao/link.js'
import type { Playbook } from '../cacao/playbook.js'
import { RUN_STEPS_MAX, VISITS_MAX } from './caps.js'
import { isDue, next, type DueStep } from './next.js'
import { open } from './open.js'
import type { Outcome } from './outcome.js'
import { settle } from './settle.js'
import { tick, timers } from './tick.js'

type Block =
  | { is: 'work'; fails: boolean; handled: boolean; delay: number; timeout: number }
  | { is: 'parallel' | 'if'; branches: Block[][]; handled: boolean }
  | { is: 'while'; turns: number; body: Block[] }
  | { is: 'switch'; cases: Block[][] }
  | { is: 'call' }

const workflows = fc.letrec<{ block: Block; list: Block[] }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      is: fc.constant('work' as const),
      fails: fc.boolean(),
      handled: fc.boolean(),
      delay: fc.constantFrom(0, 0, 50),
      timeout: fc.constantFrom(0, 0, 0, 40),
    }),
    fc.record({
      is: fc.constantFrom('parallel' as const, 'if' as const),
      branches: fc.array(tie('list'), { minLength: 2, maxLength: 3 }),
      handled: fc.boolean(),
    }),
    fc.record({ is: fc.constant('while' as const), turns: fc.integer({ min: 0, max: 3 }), body: tie('list') }),
    fc.record({ is: fc.constant('switch' as const), cases: fc.array(tie('list'), { minLength: 1, maxLength: 2 }) }),
    fc.constant({ is: 'call' as const }),
  ),
  list: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
}))

/** A workflow of these blocks, each branch with its own end; a while-condition counts in a variable of its own. */
function playbookOf(blocks: Block[], isException: boolean): Playbook {
  const workflow: Record<string, unknown> = {}
  const playbook_variables: Record<string, unknown> = { __yes__: { type: 'string', value: 'a' } }
  let count = 0
  const add = (type: string, step: object): string => {
    const id = `${type}${++count}`
    workflow[id] = { type, ...step }
    return id
  }
  const chain = (list: Block[]): string => list.reduceRight((to, block) => put(block, to), add('end', {}))
  const ways = (to: string, handled: boolean) => (handled ? { on_completion: to } : { on_success: to })
  function put(block: Block, to: string): string {
    switch (block.is) {
      case 'work':
        return add('action', {
          ...ways(to, block.handled),
          name: block.fails ? 'fails' : 'works',
          ...(block.delay ? { delay: block.delay } : {}),
          ...(block.timeout ? { timeout: block.timeout } : {}),
        })
      case 'parallel':
        return add('parallel', { next_steps: block.branches.map(chain), ...ways(to, block.handled) })
      case 'if':
        return add('if-condition', {
          condition: "__yes__:value = 'a'",
          on_true: chain(block.branches[0]!),
          on_false: chain(block.branches[1]!),
          ...ways(to, block.handled),
        })
      case 'switch':
        return add('switch-condition', {
          switch: '__yes__:value',
          cases: Object.fromEntries(block.cases.map((list, n) => [n === 0 ? 'a' : 'default', chain(list)])),
          on_completion: to,
        })
      case 'while': {
        const name = `n${++count}`
        playbook_variables[`__${name}__`] = { type: 'integer', value: '0' }
        const counter = add('action', { on_completion: chain(block.body), name: 'counts', out_args: [`__${name}__`] })
        return add('while-condition', {
          condition: `__${name}__:value < ${block.turns}`,
          on_true: counter,
          on_completion: to,
        })
      }
      case 'call':
        return add('playbook-action', { playbook_id: 'playbook--called', on_completion: to })
    }
  }
  const first = chain(blocks)
  workflow['start'] = { type: 'start', on_completion: first }
  if (isException) workflow['exception'] = { type: 'action', name: 'works', on_completion: add('end', {}) }
  return {
    id: 'playbook--law',
    name: 'L',
    modified: '1',
    playbook_variables,
    workflow_start: 'start',
    ...(isException ? { workflow_exception: 'exception' } : {}),
    workflow,
  } as unknown as Playbook
}

const called = playbookOf([{ is: 'work', fails: false, handled: true, delay: 0, timeout: 0 }], false)

/** What an attempt gives depends on its step and attempt alone, as work that is idempotent does. */
function outcomeOf(playbook: Playbook, { step, attempt }: DueStep): Outcome {
  const definition = playbook.workflow[step] ?? called.workflow[step.slice(step.indexOf('.') + 1)]!
  if (definition.name === 'fails') return { is: 'failed', error: 'refused' }
  const name = definition.out_args?.[0]
  return { is: 'done', output: name ? { [name.slice(2, -2)]: String(attempt) } : {} }
}

type Chance = { pick: number; again: boolean; late: boolean }

/**
 * Runs to the end: each time one of the due steps is done, by chance, some jobs come twice, late, or after the document was read anew.
 * Work takes no time; the clock goes to the next timer only when nothing can be done before it.
 */
function runBy(playbook: Playbook, chances: readonly Chance[]): { run: Run; moves: number } {
  const linked = link({ ...playbook }, () => called)
  if (!linked.ok) throw new Error('not linked')
  let now = 0
  let run = open(linked.playbook, { id: 'i~1', loop: 1, variables: {}, now })
  const past: DueStep[] = []
  let moves = 0
  while (run.state === 'running') {
    if (++moves > 5 * VISITS_MAX) throw new Error('the run does not end')
    const chance = chances[moves % chances.length]!
    const due = next(run).filter(({ notBefore = 0 }) => notBefore <= now)
    const job = due[chance.pick % Math.max(1, due.length)]
    if (!job) {
      now = Math.min(...timers(run).map(({ at }) => at), ...next(run).map(({ notBefore = 0 }) => notBefore))
      run = tick(run, linked.playbook, now)
      continue
    }
    run = settle(run, linked.playbook, job.step, outcomeOf(playbook, job), now)
    past.push(job)
    // A job that comes once more, a crash that reads the document anew, a timer that fires twice.
    const old = past[chance.pick % past.length]!
    if (chance.again && isDue(run, old.step, old.attempt)) throw new Error(`${old.step} would be done twice`)
    if (chance.late) run = tick(JSON.parse(JSON.stringify(run)) as Run, linked.playbook, now)
  }
  return { run, moves }
}

const chances = fc.array(fc.record({ pick: fc.nat(50), again: fc.boolean(), late: fc.boolean() }), {
  minLength: 1,
  maxLength: 40,
})
/** Records of calls are added when they are entered, so their order is a matter of chance and means nothing. */
const facts = ({ steps, ...run }: Run) => ({ ...run, steps: steps.toSorted((a, b) => (a.id < b.id ? -1 : 1)) })

describe('every run', () => {
  it('ends the same in whatever order its branches go on, crash and come twice', () => {
    fc.assert(
      fc.property(workflows.list, fc.boolean(), chances, chances, (blocks, isException, one, two) => {
        const playbook = playbookOf(blocks, isException)
        const first = runBy(playbook, one).run
        expect(facts(runBy(playbook, two).run)).toEqual(facts(first))
      }),
      { numRuns: 200 },
    )
  })
  it('leaves nothing under way when it ends, and stays inside of its bounds', () => {
    fc.assert(
      fc.property(workflows.list, fc.boolean(), chances, (blocks, isException, chance) => {
        const { run } = runBy(playbookOf(blocks, isException), chance)
        expect(run.steps.filter(({ state }) => ['due', 'waiting', 'parked'].includes(state.at))).toEqual([])
        expect(run.visits).toBeLessThanOrEqual(VISITS_MAX + 1)
        expect(run.steps.length).toBeLessThanOrEqual(RUN_STEPS_MAX + 1)
        expect([timers(run), next(run)]).toEqual([[], []])
      }),
      { numRuns: 100 },
    )
  })
  it('ends at its bound of steps when its turns and calls would take more', () => {
    const body: Block[] = [1, 2, 3, 4, 5, 6].map(() => ({ is: 'call' }))
    const { run } = runBy(playbookOf([{ is: 'while', turns: 90, body }], false), [{ pick: 0, again: true, late: true }])
    expect(run).toMatchObject({ state: 'failed', visits: VISITS_MAX + 1 })
  })
})
