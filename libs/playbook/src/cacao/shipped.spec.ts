import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { attemptId, type Run } from '@genba/contracts'
import { requestApproval } from '../approve/request-approval.js'
import { next, type DueStep } from '../run/next.js'
import { open } from '../run/open.js'
import { settle } from '../run/settle.js'
import { tick, timers } from '../run/tick.js'
import { variablesAt } from '../run/scope.js'
import { stepOf } from './link.js'
import { choiceVariableOf, extensionOf, type Playbook } from './playbook.js'
import type { Step } from './schema/steps.js'
import { fillHttpRequest, readHttpCommand } from './http-command.js'
import { readPlaybook } from './read-playbook.js'

const folder = new URL('../../playbooks/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const bookOf = (file: string): Playbook => {
  const read = readPlaybook(readFileSync(new URL(file, folder), 'utf8'), file)
  if (!read.ok) throw new Error(read.faults.join('\n'))
  return read.playbook
}

/** What people answer and the way that they choose (beyond the last: the first), whether orient finds the way in, and whether it is quiet in the end. */
type World = { approve: (name: string) => boolean; way: number; wayIn: boolean; quiet: boolean; answers: boolean }
type Told = {
  run: Run
  approved: string[]
  chosen: Record<string, string>
  asked: string[]
  sent: string[]
  phases: string[]
}

/** The whole of a run by the playbook alone, as the responder does it. */
function play(playbook: Playbook, world: World): Told {
  const facts = { incident: 'i', plant: 'p', zone: 'line-1', zones: 'line-1', rule: 'r', row: '0' }
  let run = open(playbook, { id: 'i~1', loop: 1, variables: facts, now: 0 })
  const told: Omit<Told, 'run'> = { approved: [], chosen: {}, asked: [], sent: [], phases: [] }
  let now = 0
  while (run.state === 'running') {
    const [due] = next(run)
    now += 1_000
    if (due) run = settle(run, playbook, due.step, doStep(playbook, run, due, world, told), now)
    else run = tick(run, playbook, (now = Math.max(now, timers(run)[0]?.at ?? Infinity)))
  }
  return { run, ...told }
}

function doStep(playbook: Playbook, run: Run, due: DueStep, world: World, told: Omit<Told, 'run'>) {
  const step = stepOf(playbook, due.step)
  const extension = extensionOf(step)!
  const variables = variablesAt(run, due.step)
  told.phases.push(due.phase)
  const done = (output: Record<string, string> = {}) => ({ is: 'done', output }) as const
  if (extension.automation === 'gather-evidence') return done({ assets: 'plc-1', actors: 'asset:laptop' })
  if (extension.automation === 'compute-impact')
    return done({ conduit: world.wayIn ? 'c-1' : '', way_in: world.wayIn ? 'yes' : 'no' })
  if (extension.automation === 'verify-quiet') return done({ quiet: world.quiet ? 'yes' : 'no' })
  if (extension.automation) return done()
  if (extension.approval) {
    const request = {
      id: due.step,
      run: run.id,
      step: due.step,
      extension,
      variable: choiceVariableOf(step),
      fillings: { variables },
      now: 0,
    }
    const asked = requestApproval({ ...request, stakes: { safety: 'high', plantState: 'running' } })
    expect(JSON.stringify(asked)).not.toContain('__')
    told.asked.push(due.step)
    if (!world.answers && step.timeout !== undefined) return { is: 'waiting', approval: due.step } as const
    if (!world.approve(step.name ?? '')) return { is: 'failed', error: 'refused' } as const
    told.approved.push(due.step)
    if (!asked.choice) return done()
    const { options, variable } = asked.choice
    const { id } = options[world.way] ?? options[0]!
    told.chosen[due.step] = id
    return done({ [variable]: id })
  }
  const read = readHttpCommand(step.commands![0]!)
  if (!read.ok) throw new Error(read.reason)
  const request = fillHttpRequest(read.request, variables)
  expect(told.approved).toContain(extension.approvedBy)
  const chosen = told.chosen[extension.approvedBy!]
  if (chosen !== undefined) expect(extension.approvedOptions).toContain(chosen)
  expect(JSON.parse(request.body)).toMatchObject({ plant: 'p', incident: 'i' })
  told.sent.push(`${request.method} ${request.path} ${attemptId(run.id, due.step, due.attempt)}`)
  return done({ answer: '200' })
}

const APPROVED: World = { approve: () => true, way: 0, wayIn: true, quiet: true, answers: true }
const WORLDS = [true, false].flatMap((yes) =>
  [true, false].flatMap((wayIn) =>
    [true, false].flatMap((quiet) =>
      [true, false].flatMap((answers) =>
        [0, 1, 2].map((way): World => ({ approve: () => yes, way, wayIn, quiet, answers })),
      ),
    ),
  ),
)

/** What a decision can do: the effect of its one way, or of each option. */
const effectsOf = (step: Step, ids?: readonly string[]) => {
  const { effect, options } = extensionOf(step)!
  const ways = options?.filter(({ id }) => ids?.includes(id) ?? true).map((option) => option.effect) ?? [effect!]
  expect(ways.length).toBeGreaterThan(0)
  return ways
}

it('some offer people several ways, and some look again only where or at what it concerns', () => {
  const extensions = files.flatMap((file) => Object.values(bookOf(file).workflow).map((step) => extensionOf(step)))
  expect(extensions.filter((each) => each?.options)).toHaveLength(4)
  expect(extensions.filter((each) => each?.verify?.zones ?? each?.verify?.rules)).toHaveLength(2)
})

describe.each(files)('%s', (file) => {
  const playbook = bookOf(file)
  const steps = Object.values(playbook.workflow)
  it('ends in every world, and only what was approved reached out, once', () => {
    for (const world of WORLDS) {
      const { run, sent } = play(playbook, world)
      expect(run.state).toBe('done')
      expect(run.variables['outcome']).toBe(world.quiet ? 'finished' : 'again')
      expect(new Set(sent).size).toBe(sent.length)
      if (!world.approve('') || !world.wayIn) expect(sent).toEqual([])
    }
  })
  it('blocks the way in when people approve, where it has that step', () => {
    const { sent } = play(playbook, APPROVED)
    const blocks = steps.filter(({ commands }) => commands?.[0]?.type === 'http-api').length
    expect(sent).toHaveLength(blocks)
    for (const request of sent) expect(request).toMatch(/^POST \/v1\/conduits\/c-1\/block i~1:/)
  })
  it('observes, orients, decides and acts, and looks again before it ends', () => {
    const { phases, run } = play(playbook, APPROVED)
    expect([...new Set(phases)].toSorted()).toEqual(['act', 'decide', 'observe', 'orient'])
    expect(run.steps.find(({ name }) => name.en === 'Look again (no new alerts)')?.state.at).toBe('done')
  })
  it('says in both languages what each decision stops, its effect on S, Q, D, C and its undo', () => {
    const decisions = steps.filter((step) => extensionOf(step)?.approval)
    expect(decisions.length).toBeGreaterThan(0)
    for (const step of decisions) {
      const { name, options = [] } = extensionOf(step)!
      const effects = effectsOf(step)
      const said = effects.flatMap(({ stops, s, q, d, c, undo }) => [stops, s, q, d, c, undo])
      for (const { ja, en } of [name!, ...options.map((option) => option.name), ...said]) {
        expect(ja).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
        expect(en).toMatch(/^[\x20-\x7e’]+$/)
      }
      for (const { production, stops, holdMs } of effects)
        if (production === 'isolates' && stops.en.includes('minutes')) expect(holdMs).toBeGreaterThan(0)
    }
  })
  it('ends by itself what it blocks for a time', () => {
    for (const step of steps.filter(({ commands }) => commands?.[0]?.type === 'http-api')) {
      const { undo, approvedBy, approvedOptions } = extensionOf(step)!
      expect(undo).toMatchObject({ by: 'genba', command: 'POST /v1/conduits/__conduit__:value/unblock' })
      for (const { holdMs } of effectsOf(playbook.workflow[approvedBy!]!, approvedOptions))
        expect(holdMs).toBeGreaterThan(0)
    }
  })
  it('names its sources: the guideline and, for its kind, techniques', () => {
    const sources = playbook.external_references ?? []
    expect(sources.filter(({ name }) => name.startsWith('工場システム')).length).toBeGreaterThan(1)
    if (file !== 'investigate.json') expect(sources.some(({ name }) => name === 'mitre-attack-ics')).toBe(true)
  })
})
