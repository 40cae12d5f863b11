import type { Localised, Run, RunStep } from '@genba/contracts'
import { holds } from '../cacao/condition/holds.js'
import { readCondition } from '../cacao/condition/read-condition.js'
import { fillText, type Fillings } from '../cacao/fill.js'
import { beside, depthOf, inside, playbookAt, refOf, stepOf, type Linked } from '../cacao/link.js'
import { extensionOf } from '../cacao/playbook.js'
import type { Step } from '../cacao/schema/steps.js'
import { CALLS_MAX, RUN_ERRORS, RUN_STEPS_MAX, TURNS_MAX, VISITS_MAX } from './caps.js'
import { OUTCOME } from './outcome.js'
import { phasesOf } from './phases.js'
import { ancestorsOf, draftOf, isActive, recordOf, withdrawBelow } from './records.js'
import { assign, calledValues, initialValues, variablesAt } from './scope.js'

/** A step to enter, and the step in whose branch. */
export type Move = { to: string; parent: string | undefined }
type Machine = { draft: Run; root: Linked; now: number }

/**
 * Takes a run from `moves` as far as it goes without work: start, end and condition steps are passed at once, action steps become
 * due. A step that opens branches stays due until each has ended; a failure that nothing in a branch takes care of fails the step
 * that opened it once its other branches have ended, outwards to the playbook, whose workflow_exception is entered then. So the
 * order in which branches end changes nothing. When nothing is left to do the run has ended.
 */
export function advance(run: Run, root: Linked, moves: readonly Move[], now: number): Run {
  const machine: Machine = { draft: draftOf(run), root, now }
  go(machine, moves)
  return machine.draft
}

/** `advance` on a draft. */
export function go(machine: Machine, moves: readonly Move[]): void {
  const { draft, now } = machine
  const open = [...moves]
  while (draft.state === 'running') {
    for (let move = open.pop(); move !== undefined; move = open.pop()) open.push(...enter(machine, move))
    const joined = draft.steps.find((step) => isJoined(draft, step))
    if (joined) open.push(...join(machine, joined))
    else if (draft.steps.some(isActive)) return
    else open.push(...end(machine))
  }
  withdrawBelow(draft, undefined, now)
}

/** The step failed: on by its own way, else its branch is broken. */
export function fail({ draft, root, now }: Machine, record: RunStep, error: string): Move[] {
  record.state = { at: 'failed', since: now, error }
  const step = stepOf(root, record.id)
  const to = step.on_failure ?? step.on_completion
  if (to !== undefined) return [{ to: beside(record.id, to), parent: record.parent }]
  const opener = record.parent === undefined ? draft : recordOf(draft, record.parent)!
  opener.broken = true
  return []
}

/** The step is done: its output is written and its way on taken, or its branch has ended. */
export function complete(machine: Machine, record: RunStep, output: Readonly<Record<string, string>>): Move[] {
  const { draft, root, now } = machine
  const wrong = assign(draft, root, record, output)
  if (wrong !== undefined) return fail(machine, record, `${RUN_ERRORS.type} __${wrong}__`)
  record.state = { at: 'done', since: now, output: { ...output } }
  const step = stepOf(root, record.id)
  const to = step.on_success ?? step.on_completion
  return to === undefined ? [] : [{ to: beside(record.id, to), parent: record.parent }]
}

/** The step's name for people; what it tells of the incident is filled in as far as it is known. */
export function nameOf(step: Step, fillings: Fillings): Localised {
  const plain = step.name ?? step.type
  return fillText(extensionOf(step)?.name ?? { ja: plain, en: plain }, fillings)
}

/** A step that somebody is at already is not entered once more: whoever comes second goes with the first. */
function enter(machine: Machine, { to, parent }: Move): Move[] {
  const { draft, root, now } = machine
  const record = recordOf(draft, to) ?? addRecord(machine, to, parent)
  if (isActive(record)) return []
  draft.visits = (draft.visits ?? 0) + 1
  if (draft.visits > VISITS_MAX || draft.steps.length > RUN_STEPS_MAX) return exhaust(machine, record)
  const step = stepOf(root, to)
  if (record.state.at !== 'pending') record.attempt += 1
  for (const stale of [
    'askedBy',
    'deadline',
    'timeoutMs',
    'turns',
    'broken',
    'excepted',
    'variables',
    'parent',
  ] as const)
    delete record[stale]
  if (parent !== undefined) record.parent = parent
  if (step.step_variables) record.variables = initialValues(step.step_variables)
  record.name = nameOf(step, { variables: variablesAt(draft, to), names: draft.names })
  const begins = now + (step.delay ?? 0)
  record.state = { at: 'due', since: now, ...(step.delay ? { notBefore: begins } : {}) }
  if (step.timeout) Object.assign(record, { timeoutMs: step.timeout, deadline: begins + step.timeout })
  return step.delay ? [] : begin(machine, record)
}

/** What a step does when its time has come; an action waits for its work. */
export function begin(machine: Machine, record: RunStep): Move[] {
  const { draft, root } = machine
  const step = stepOf(root, record.id)
  const branch = (to: string | undefined): Move[] =>
    to === undefined ? [] : [{ to: beside(record.id, to), parent: record.id }]
  if (record.type !== 'action' && record.state.at === 'due') record.state = { at: 'due', since: record.state.since }
  switch (record.type) {
    case 'start':
      return complete(machine, record, {})
    case 'end':
      noteOutcome(draft, record, extensionOf(step)?.outcome)
      return complete(machine, record, {})
    case 'parallel':
      return (step.next_steps ?? []).flatMap(branch)
    case 'if-condition':
      return branch(isTrue(draft, record, step) ? step.on_true : step.on_false)
    case 'switch-condition':
      return branch(caseOf(draft, record, step))
    case 'while-condition':
      if (!isTrue(draft, record, step)) return complete(machine, record, {})
      record.turns = (record.turns ?? 0) + 1
      return record.turns > TURNS_MAX ? fail(machine, record, RUN_ERRORS.turns) : branch(step.on_true)
    case 'playbook-action':
      return call(machine, record, step)
    default:
      return []
  }
}

function call(machine: Machine, record: RunStep, step: Step): Move[] {
  if (depthOf(record.id) >= CALLS_MAX) return fail(machine, record, RUN_ERRORS.calls)
  const called = machine.root.called?.[refOf(step)]
  if (!called) throw new Error(`run ${machine.draft.id}: ${refOf(step)} is not linked`)
  record.variables = calledValues(machine.draft, record, step, called)
  return [{ to: inside(record.id, called.workflow_start), parent: record.id }]
}

/** A begun step with branches of which none is under way any more. */
const isJoined = (draft: Run, step: RunStep): boolean =>
  step.type !== 'action' &&
  step.state.at === 'due' &&
  step.state.notBefore === undefined &&
  !draft.steps.some((other) => other.parent === step.id && isActive(other))

function join(machine: Machine, record: RunStep): Move[] {
  const step = stepOf(machine.root, record.id)
  if (record.type === 'playbook-action') return comeBack(machine, record, step)
  if (record.broken) return fail(machine, record, RUN_ERRORS.branch)
  return record.type === 'while-condition' ? begin(machine, record) : complete(machine, record, {})
}

function comeBack(machine: Machine, record: RunStep, step: Step): Move[] {
  const exception = machine.root.called?.[refOf(step)]?.workflow_exception
  if (record.broken && exception !== undefined && !record.excepted) {
    record.excepted = true
    delete record.broken
    return [{ to: inside(record.id, exception), parent: record.id }]
  }
  if (record.broken) return fail(machine, record, RUN_ERRORS.branch)
  const given = Object.entries(record.variables ?? {}).filter(([name]) => step.out_args?.includes(`__${name}__`))
  return complete(machine, record, Object.fromEntries(given))
}

/** Nothing is under way: the playbook's exception if something broke, else the end. */
function end({ draft, root, now }: Machine): Move[] {
  if (draft.broken && root.workflow_exception !== undefined && !draft.excepted) {
    draft.excepted = true
    delete draft.broken
    return [{ to: root.workflow_exception, parent: undefined }]
  }
  draft.state = draft.broken ? 'failed' : 'done'
  draft.endedAt = now
  if (!draft.broken) draft.variables[OUTCOME] ??= 'finished'
  return []
}

/** An end says how the run ends; of parallel branches one that wants another loop outweighs those that do not. */
function noteOutcome(draft: Run, record: RunStep, outcome: 'finished' | 'again' | undefined): void {
  const around = ancestorsOf(draft, record)
  if (outcome === undefined || around.some(({ type }) => type === 'playbook-action')) return
  const isWeaker = outcome === 'finished' && draft.variables[OUTCOME] === 'again'
  if (!(isWeaker && around.some(({ type }) => type === 'parallel'))) draft.variables[OUTCOME] = outcome
}

function exhaust({ draft, now }: Machine, record: RunStep): Move[] {
  record.state = { at: 'failed', since: now, error: RUN_ERRORS.visits }
  draft.state = 'failed'
  draft.endedAt = now
  return []
}

function addRecord({ draft, root }: Machine, id: string, parent: string | undefined): RunStep {
  const step = stepOf(root, id)
  const before = parent === undefined ? 'observe' : recordOf(draft, parent)!.phase
  const phase = phasesOf(playbookAt(root, id), before).get(id.slice(id.lastIndexOf('.') + 1)) ?? before
  const record: RunStep = {
    id,
    name: nameOf(step, { variables: {} }),
    phase,
    type: step.type,
    state: { at: 'pending' },
    attempt: 1,
  }
  draft.steps.push(record)
  return record
}

function isTrue(draft: Run, record: RunStep, step: Step): boolean {
  const read = readCondition(step.condition ?? '')
  if (!read.ok) throw new Error(`condition of a read playbook: ${read.reason}`)
  return holds(read.condition, variablesAt(draft, record.id))
}

/** The case of the variable's value, else the default (CACAO 2.0, 4.10). */
function caseOf(draft: Run, record: RunStep, step: Step): string | undefined {
  const name = /^__(.+)__(?::value)?$/.exec(step.switch ?? '')?.[1] ?? ''
  const value = variablesAt(draft, record.id)[name]
  const cases = step.cases ?? {}
  return value !== undefined && Object.hasOwn(cases, value) ? cases[value] : cases['default']
}
