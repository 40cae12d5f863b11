import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { GENBA_EXTENSION, playbookVersion } from './playbook.js'
import { inspectPlaybook, readPlaybook } from './read-playbook.js'

const folder = new URL('../../playbooks/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const text = (file: string): string => readFileSync(new URL(file, folder), 'utf8')
type Tree = { workflow: Record<string, Record<string, unknown>> } & Record<string, unknown>
/** The faults of controller-tampering after one change. */
function faultsAfter(change: (tree: Tree) => void): string[] {
  const tree = JSON.parse(text('controller-tampering.json')) as Tree
  change(tree)
  const read = readPlaybook(JSON.stringify(tree), 'x.json')
  return read.ok ? [] : read.faults
}
const stepNamed = (tree: Tree, name: string) => Object.entries(tree.workflow).find(([, step]) => step['name'] === name)!
const extension = (step: Record<string, unknown>) =>
  (step['step_extensions'] as Record<string, Record<string, unknown>>)[GENBA_EXTENSION]!

/** The faults of unauthorised-remote-maintenance, which offers a choice, after one change. */
function faultsOfChoice(change: (tree: Tree) => void): string[] {
  const tree = JSON.parse(text('unauthorised-remote-maintenance.json')) as Tree
  change(tree)
  const read = readPlaybook(JSON.stringify(tree), 'x.json')
  return read.ok ? [] : read.faults
}

describe('the playbooks of the house', () => {
  it.each(files)('%s can be run', (file) => {
    expect(readPlaybook(text(file), file)).toMatchObject({ ok: true })
  })
  it('have ids of their own and version ids', () => {
    const versions = files.map((file) => playbookVersion(JSON.parse(text(file)) as { id: string; modified: string }))
    expect(new Set(versions).size).toBe(files.length)
  })
})

describe('reading a playbook that offers a choice', () => {
  const choice = (tree: Tree) => stepNamed(tree, 'Choose how the access is cut')[1]
  const block = (tree: Tree) => extension(stepNamed(tree, 'Block the conduit')[1])
  const cases = (tree: Tree) => stepNamed(tree, 'Which way was chosen?')[1]['cases'] as Record<string, string>
  it('takes it as it is', () => expect(faultsOfChoice(() => {})).toEqual([]))
  it.each<[string, (tree: Tree) => void, RegExp]>([
    [
      'a step that reaches out and does not say which options cover it',
      (tree) => delete block(tree)['approvedOptions'],
      /say which options of action--[^ ]+ cover this step/,
    ],
    [
      'a step that another option leads to as well',
      (tree) => (cases(tree)['unplug'] = cases(tree)['block']!),
      /can be reached when unplug was chosen at action--/,
    ],
    [
      'a step that is reached when no case fits',
      (tree) => {
        cases(tree)['default'] = cases(tree)['block']!
        delete cases(tree)['unplug']
      },
      /can be reached when unplug was chosen at action--/,
    ],
    [
      'a step that is covered by an option that does not exist',
      (tree) => (block(tree)['approvedOptions'] = ['block', 'more']),
      /has no option more/,
    ],
    [
      'no variable that tells which was chosen',
      (tree) => delete choice(tree)['out_args'],
      /\/out_args: options need one variable of the playbook, a string/,
    ],
    [
      'two options of one id',
      (tree) => {
        const options = extension(choice(tree))['options'] as { id: string }[]
        options[1]!.id = options[0]!.id
      },
      /two options have one id/,
    ],
    ['one option only', (tree) => (extension(choice(tree))['options'] as unknown[]).pop(), /options: Too small/],
    [
      'an effect beside options that have theirs',
      (tree) =>
        (extension(choice(tree))['effect'] = (extension(choice(tree))['options'] as { effect: unknown }[])[0]!.effect),
      /needs an effect or options with theirs/,
    ],
  ])('refuses %s', (_, change, fault) => {
    expect(faultsOfChoice(change).join('\n')).toMatch(fault)
  })
})

describe('reading a playbook', () => {
  it('keeps what it does not know', () => {
    const tree = JSON.parse(text('investigate.json')) as Tree
    tree['x_of_somebody_else'] = { deep: [1] }
    const start = tree['workflow_start'] as string
    tree.workflow[start]!['colour'] = 'red'
    expect(readPlaybook(JSON.stringify(tree), 'x.json')).toMatchObject({
      ok: true,
      playbook: { x_of_somebody_else: { deep: [1] }, workflow: { [start]: { colour: 'red' } } },
    })
  })
  it('says that a file is no JSON', () => {
    expect(readPlaybook('{', 'x.json')).toMatchObject({
      ok: false,
      faults: [expect.stringMatching(/^x\.json the file: .*JSON/)],
    })
  })
  it.each<[string, (tree: Tree) => void, RegExp]>([
    ['another version of CACAO', (tree) => (tree['spec_version'] = 'cacao-1.1'), /^x\.json \/spec_version: /],
    [
      'a start that is missing',
      (tree) => (tree['workflow_start'] = 'start--00000000-0000-4000-8000-000000000000'),
      /\/workflow_start: no step start--0/,
    ],
    [
      'a start of another type',
      (tree) => (tree['workflow_start'] = stepNamed(tree, 'Gather evidence')[0]),
      /\/workflow_start: a step of type action/,
    ],
    [
      'a step that is missing',
      (tree) => (stepNamed(tree, 'Gather evidence')[1]['on_completion'] = 'end--00000000-0000-4000-8000-000000000000'),
      /\/workflow\/action--[^ ]+\/on_completion: no step end--0/,
    ],
    [
      'a step type that does not exist',
      (tree) => (stepNamed(tree, 'Is it quiet?')[1]['type'] = 'single'),
      /\/type: single: no step type/,
    ],
    [
      'a step whose id says another type',
      (tree) => (stepNamed(tree, 'Is it quiet?')[1]['type'] = 'while-condition'),
      /\/type: while-condition, but the id says if-condition/,
    ],
    ['a condition without a way', (tree) => delete stepNamed(tree, 'Is it quiet?')[1]['on_true'], /\/on_true: missing/],
    [
      'a way on beside on_completion',
      (tree) => (stepNamed(tree, 'Gather evidence')[1]['on_failure'] = stepNamed(tree, 'Compute impact')[0]),
      /\/on_completion: excludes on_success and on_failure/,
    ],
    [
      'an agent that is not defined',
      (tree) => (stepNamed(tree, 'Gather evidence')[1]['agent'] = 'group--00000000-0000-4000-8000-000000000000'),
      /\/agent: no group--0/,
    ],
    [
      'an out_arg that is not declared',
      (tree) => (stepNamed(tree, 'Gather evidence')[1]['out_args'] = ['__unknown__']),
      /\/out_args\/0: variable __unknown__ is not declared/,
    ],
    [
      'an out_arg that is a constant',
      (tree) => {
        ;(tree['playbook_variables'] as Record<string, object>)['__fixed__'] = {
          type: 'string',
          value: 'x',
          constant: true,
        }
        stepNamed(tree, 'Gather evidence')[1]['out_args'] = ['__fixed__']
      },
      /variable __fixed__ is a constant/,
    ],
    [
      'a value that is not of its type',
      (tree) => ((tree['playbook_variables'] as Record<string, object>)['__n__'] = { type: 'integer', value: 'many' }),
      /\/playbook_variables\/__n__\/value: "many" is no integer/,
    ],
    [
      'a version older than its beginning',
      (tree) => (tree['modified'] = '2020-01-01T00:00:00.000Z'),
      /\/modified: before created/,
    ],
    [
      'a validity that ends before it begins',
      (tree) =>
        Object.assign(tree, { valid_from: '2026-02-01T00:00:00.000Z', valid_until: '2026-01-01T00:00:00.000Z' }),
      /\/valid_until: not after valid_from/,
    ],
    ['an extension that is not defined', (tree) => delete tree['extension_definitions'], /in extension_definitions/],
    ['a time that is none', (tree) => (tree['modified'] = 'yesterday'), /^x\.json \/modified: expected yyyy-mm-dd/],
    ['a delay without end', (tree) => (stepNamed(tree, 'Gather evidence')[1]['delay'] = 1e15), /\/delay: /],
    [
      'a command type that is not run yet',
      (tree) => ((stepNamed(tree, 'Block the conduit')[1]['commands'] as { type: string }[])[0]!.type = 'ssh'),
      /commands\/0\/type: ssh commands are kept and shown, not run/,
    ],
    [
      'an end that nothing leads to',
      (tree) => (tree.workflow['end--00000000-0000-4000-8000-000000000000'] = { type: 'end' }),
      /nothing leads to this step/,
    ],
    [
      'a circle',
      (tree) =>
        (stepNamed(tree, 'Tell that it is over')[1]['on_completion'] = stepNamed(tree, 'Verify that it is quiet')[0]),
      /leads back to itself/,
    ],
    [
      'a condition outside the subset',
      (tree) => (stepNamed(tree, 'Is it quiet?')[1]['condition'] = "__quiet__:value MATCHES 'y.*'"),
      /\/condition: MATCHES is not run/,
    ],
    [
      'a variable that nobody declared',
      (tree) => (stepNamed(tree, 'Is it quiet?')[1]['condition'] = "__qiet__:value = 'yes'"),
      /variable __qiet__ is not declared/,
    ],
    ['a step without a phase', (tree) => delete extension(stepNamed(tree, 'Gather evidence')[1])['phase'], /no phase/],
    [
      'an automation that does not exist',
      (tree) => (extension(stepNamed(tree, 'Gather evidence')[1])['automation'] = 'guess'),
      /\/automation: /,
    ],
    [
      'an automation in another phase',
      (tree) => (extension(stepNamed(tree, 'Gather evidence')[1])['phase'] = 'act'),
      /gather-evidence belongs to phase observe/,
    ],
    [
      'an address in a command',
      (tree) =>
        ((stepNamed(tree, 'Block the conduit')[1]['commands'] as { command: string }[])[0]!.command =
          'POST http://1.2.3.4/x'),
      /a path without a host/,
    ],
    [
      'an undo to an address',
      (tree) =>
        ((extension(stepNamed(tree, 'Block the conduit')[1])['undo'] as { command: string }).command =
          'POST http://1.2.3.4/x'),
      /undo: .*a path without a host/,
    ],
    [
      'an effect without an approval',
      (tree) => delete extension(stepNamed(tree, 'Block the conduit')[1])['approvedBy'],
      /names the approval that covers it/,
    ],
    [
      'a way round the approval',
      (tree) =>
        (stepNamed(tree, 'Choose how the tampering is stopped')[1]['on_failure'] = stepNamed(
          tree,
          'Block the conduit',
        )[0]),
      /can be reached without the approval/,
    ],
    [
      'an approval without a way for a refusal',
      (tree) => delete stepNamed(tree, 'Choose how the tampering is stopped')[1]['on_failure'],
      /the way when people refuse/,
    ],
  ])('refuses %s and names the place', (_, change, fault) => {
    expect(faultsAfter(change)).toEqual(expect.arrayContaining([expect.stringMatching(fault)]))
  })
  it('keeps a valid playbook that it does not run, and says why', () => {
    const tree = JSON.parse(text('investigate.json')) as Tree
    ;(stepNamed(tree, 'Gather evidence')[1]['commands'] as { type: string }[])[0]!.type = 'bash'
    expect(inspectPlaybook(JSON.stringify(tree))).toMatchObject({
      ok: true,
      runnable: undefined,
      refusals: [{ at: expect.stringMatching(/commands\/0\/type$/), what: expect.stringContaining('bash') }],
    })
  })
})

describe('branches that run at the same time', () => {
  const step = (type: string, n: number) => `${type}--00000000-0000-4000-8000-00000000000${n}`
  const manual = (on_completion: string, more: object = {}) => ({
    type: 'action',
    agent: 'group--25ed4ef1-da43-4697-835b-07f4c8533352',
    commands: [{ type: 'manual', command: 'Do it' }],
    on_completion,
    ...more,
  })
  /** investigate with a workflow of its own: a parallel step with two branches. */
  function refusals(one: object, two: object): string[] {
    const tree = JSON.parse(text('investigate.json')) as Tree
    tree['workflow_start'] = step('start', 1)
    tree['playbook_variables'] = { __x__: { type: 'string' } }
    tree.workflow = {
      [step('start', 1)]: { type: 'start', on_completion: step('parallel', 1) },
      [step('parallel', 1)]: { type: 'parallel', next_steps: [step('action', 1), step('action', 2)] },
      [step('action', 1)]: manual(step('end', 1), one),
      [step('action', 2)]: manual(step('end', 1), two),
      [step('end', 1)]: { type: 'end' },
    }
    const read = readPlaybook(JSON.stringify(tree), 'x.json')
    return read.ok ? [] : read.faults
  }
  it('may share an end', () => {
    expect(refusals({}, {})).toEqual([])
  })
  it('may not lead into each other', () => {
    expect(refusals({ on_completion: step('action', 2) }, {})).toEqual([
      expect.stringMatching(/two branches lead to action--.*2/),
    ])
  })
  it('may not write the same variable', () => {
    expect(refusals({ out_args: ['__x__'] }, { out_args: ['__x__'] })).toEqual([
      expect.stringMatching(/two branches write variable __x__/),
    ])
    const own = { step_variables: { __x__: { type: 'string' } }, out_args: ['__x__'] }
    expect(refusals(own, own)).toEqual([])
  })
})
