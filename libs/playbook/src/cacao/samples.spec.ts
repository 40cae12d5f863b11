import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { next } from '../run/next.js'
import { open } from '../run/open.js'
import { settle } from '../run/settle.js'
import { timers } from '../run/tick.js'
import { sayFault } from './check/fault.js'
import { inspectPlaybook } from './read-playbook.js'

/** Playbooks of strangers, read in place. */
const SAMPLES = new URL('../../../../../shared/samples/cacao/', import.meta.url)
const files = existsSync(SAMPLES) ? readdirSync(SAMPLES).filter((name) => name.endsWith('.json')) : []
const text = (file: string): string => readFileSync(new URL(file, SAMPLES), 'utf8')

/** What becomes of each: it runs, it is kept and refused at run, or it is no valid CACAO 2.0; with a reason that must be named. */
const EXPECTED: Record<string, { is: 'runs' | 'refused' | 'invalid'; because: RegExp[] }> = {
  'soarca-manual.json': { is: 'runs', because: [] },
  'soarca-http.json': { is: 'refused', because: [/commands\/0: "GET get HTTP1.1": use GET/, /names the approval/] },
  'soarca-openc2.json': { is: 'refused', because: [/commands\/0\/type: openc2 commands are kept and shown/] },
  'soarca-powershell.json': { is: 'refused', because: [/commands\/0\/type: powershell commands are kept and shown/] },
  'soarca-ssh.json': { is: 'refused', because: [/commands\/0\/type: ssh commands are kept and shown/] },
  'soarca-fin.json': { is: 'invalid', because: [/^\/agent_definitions\/soarca-fin-pong-[^/]*: expected type--uuid/] },
  'soarca-test-playbook.json': {
    is: 'invalid',
    because: [/^\/workflow_start: a step of type action/, /^\/workflow_exception: no step/],
  },
  'soarca-test-invalid.json': {
    is: 'invalid',
    because: [/^\/agent_definitions\/http-api--[^/]+\/type: invalid, but the id says http-api/],
  },
}

const given = files.length > 0 ? describe : describe.skip
given('the CACAO samples (../shared/samples/cacao; skipped where they are absent)', () => {
  it('are all expected to become something', () => {
    expect(files.toSorted()).toEqual(Object.keys(EXPECTED).toSorted())
  })
  it.each(files)('%s becomes what it must, for the reason named', (file) => {
    const inspected = inspectPlaybook(text(file))
    const { is, because } = EXPECTED[file]!
    expect(inspected.ok ? (inspected.runnable ? 'runs' : 'refused') : 'invalid').toBe(is)
    const said = (inspected.ok ? inspected.refusals : inspected.faults).map(sayFault)
    for (const reason of because) expect(said).toEqual(expect.arrayContaining([expect.stringMatching(reason)]))
    expect(said.length > 0).toBe(is !== 'runs')
  })
  it('that runs hands its manual command to a person, in the time that it gives', () => {
    const inspected = inspectPlaybook(text('soarca-manual.json'))
    if (!inspected.ok || !inspected.runnable) throw new Error('refused')
    const run = open(inspected.runnable, { id: 'i~1', loop: 1, variables: {}, now: 0 })
    expect(next(run)).toMatchObject([{ step: 'action--eb9372d4-d524-49fc-bf24-be26ea084779', phase: 'decide' }])
    expect(timers(run)).toMatchObject([{ is: 'timeout', at: 100_000 }])
    const output = { hyperspeed_ready: 'true' }
    const after = settle(run, inspected.runnable, next(run)[0]!.step, { is: 'done', output }, 1)
    expect(after.state).toBe('done')
    expect(after.steps.find(({ type }) => type === 'action')).toMatchObject({ variables: output })
  })
})
