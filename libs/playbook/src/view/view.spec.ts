import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { inspectPlaybook } from '../cacao/read-playbook.js'
import type { Playbook } from '../cacao/playbook.js'
import { fieldsChanged, stepsChanged } from './difference.js'
import { outlineOf } from './outline.js'

const folder = new URL('../../playbooks/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

function read(file: string): Playbook {
  const inspected = inspectPlaybook(readFileSync(new URL(file, folder), 'utf8'))
  if (!inspected.ok || !inspected.runnable) throw new Error(`${file} does not run`)
  return inspected.runnable
}

describe('the outline of a playbook', () => {
  it.each(files)('%s has each step once, the start first, and leads nowhere else', (file) => {
    const playbook = read(file)
    const steps = outlineOf(playbook)
    const ids = steps.map(({ id }) => id)
    expect(ids[0]).toBe(playbook.workflow_start)
    expect(ids.toSorted()).toEqual(Object.keys(playbook.workflow).toSorted())
    for (const { to } of steps) for (const edge of to) expect(ids).toContain(edge.to)
  })
  it('says who decides, what that does to the plant, and through what the next step reaches out', () => {
    const steps = outlineOf(read('controller-tampering.json'))
    expect(steps.find(({ approval }) => approval)).toMatchObject({
      phase: 'decide',
      approval: { roles: expect.arrayContaining(['shift-leader']) },
      options: [
        { id: 'block', effect: { production: 'isolates', s: { ja: expect.any(String) } } },
        { id: 'stop-line', effect: { production: 'stops' } },
        { id: 'watch', effect: { production: 'none' } },
      ],
      to: [{ kind: 'on_success' }, { kind: 'on_failure' }],
    })
    expect(steps.find(({ command }) => command?.type === 'http-api')).toMatchObject({
      phase: 'act',
      approvedOptions: ['block', 'stop-line'],
      target: 'plant-firewall',
      command: { text: expect.stringMatching(/^POST \//) },
    })
  })
  it('keeps the value of a case, and the name of a step without an extension', () => {
    const playbook = {
      workflow_start: 'start--1',
      workflow: {
        'start--1': { type: 'start', on_completion: 'switch-condition--1' },
        'switch-condition--1': { type: 'switch-condition', switch: '__x__:value', cases: { 'a/b': 'end--1' } },
        'end--1': { type: 'end', name: 'over', step_extensions: {} },
      },
    } as unknown as Playbook
    expect(outlineOf(playbook)).toEqual([
      expect.objectContaining({ id: 'start--1', name: { ja: 'start', en: 'start' } }),
      expect.objectContaining({ condition: '__x__:value', to: [{ kind: 'cases', label: 'a/b', to: 'end--1' }] }),
      expect.objectContaining({ name: { ja: 'over', en: 'over' }, to: [] }),
    ])
  })
})

describe('the difference between two versions', () => {
  const before = read('investigate.json')
  it('is nothing between a version and itself, whoever signed it', () => {
    const { signatures: _, ...unsigned } = before
    expect([fieldsChanged(before, unsigned), stepsChanged(before, unsigned)]).toEqual([[], []])
  })
  it('names steps that came, went and changed, with each property', () => {
    const [first, second] = Object.keys(before.workflow) as [string, string]
    const { [first]: gone, ...rest } = before.workflow
    const after: Playbook = {
      ...before,
      modified: '2030-01-01T00:00:00.000Z',
      labels: ['other'],
      workflow: { ...rest, [second]: { ...rest[second]!, 'x~y': { z: 1 } }, 'end--new': { type: 'end', name: 'new' } },
    }
    expect(fieldsChanged(before, after)).toEqual([
      { at: '/modified', before: JSON.stringify(before.modified), after: '"2030-01-01T00:00:00.000Z"' },
      { at: '/labels', before: JSON.stringify(before.labels), after: '["other"]' },
    ])
    expect(stepsChanged(before, after)).toEqual([
      expect.objectContaining({ id: second, is: 'changed', fields: [{ at: '/x~0y', after: '{"z":1}' }] }),
      { id: 'end--new', name: { ja: 'new', en: 'new' }, is: 'added', fields: [] },
      expect.objectContaining({ id: first, is: 'removed', name: expect.objectContaining({ en: expect.any(String) }) }),
    ])
    expect(gone).toBeDefined()
  })
})
