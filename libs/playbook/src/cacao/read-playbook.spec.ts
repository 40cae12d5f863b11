import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { GENBA_EXTENSION, playbookVersion } from './playbook.js'
import { readPlaybook } from './read-playbook.js'

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

describe('the playbooks of the house', () => {
  it.each(files)('%s can be run', (file) => {
    expect(readPlaybook(text(file), file)).toMatchObject({ ok: true })
  })
  it('have ids of their own and version ids', () => {
    const versions = files.map((file) => playbookVersion(JSON.parse(text(file)) as { id: string; modified: string }))
    expect(new Set(versions).size).toBe(files.length)
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
    ['another version of CACAO', (tree) => (tree['spec_version'] = 'cacao-1.1'), /^x\.json spec_version: /],
    [
      'a start that is missing',
      (tree) => (tree['workflow_start'] = 'start--00000000-0000-4000-8000-000000000000'),
      /workflow_start: no step start--0/,
    ],
    [
      'a start of another type',
      (tree) => (tree['workflow_start'] = stepNamed(tree, 'Gather evidence')[0]),
      /is a step of type action/,
    ],
    [
      'a step that is missing',
      (tree) => (stepNamed(tree, 'Gather evidence')[1]['on_completion'] = 'end--00000000-0000-4000-8000-000000000000'),
      /workflow\.action--[^ ]+\.on_completion: no step end--0/,
    ],
    [
      'a step type that is not run yet',
      (tree) => (stepNamed(tree, 'Is it quiet?')[1]['type'] = 'while-condition'),
      /\.type: while-condition steps are not run by this version/,
    ],
    [
      'a command type that is not run yet',
      (tree) => ((stepNamed(tree, 'Block the conduit')[1]['commands'] as { type: string }[])[0]!.type = 'ssh'),
      /commands\.0\.type: ssh is not run/,
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
      (tree) => (stepNamed(tree, 'Is it quiet?')[1]['condition'] = "__quiet__:value LIKE 'y%'"),
      /\.condition: .*use __variable__/,
    ],
    [
      'a variable that nobody declared',
      (tree) => (stepNamed(tree, 'Is it quiet?')[1]['condition'] = "__qiet__:value = 'yes'"),
      /variable __qiet__ is not in playbook_variables/,
    ],
    ['a step without a phase', (tree) => delete extension(stepNamed(tree, 'Gather evidence')[1])['phase'], /no phase/],
    [
      'an automation that does not exist',
      (tree) => (extension(stepNamed(tree, 'Gather evidence')[1])['automation'] = 'guess'),
      /genba\.automation: /,
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
      'an effect without an approval',
      (tree) => delete extension(stepNamed(tree, 'Block the conduit')[1])['approvedBy'],
      /names the approval that covers it/,
    ],
    [
      'a way round the approval',
      (tree) =>
        (stepNamed(tree, 'Approve the block of the conduit')[1]['on_failure'] = stepNamed(
          tree,
          'Block the conduit',
        )[0]),
      /can be reached without the approval/,
    ],
    [
      'an approval without a way for a refusal',
      (tree) => delete stepNamed(tree, 'Approve the block of the conduit')[1]['on_failure'],
      /the way when people refuse/,
    ],
  ])('refuses %s and names the place', (_, change, fault) => {
    expect(faultsAfter(change)).toEqual(expect.arrayContaining([expect.stringMatching(fault)]))
  })
})
