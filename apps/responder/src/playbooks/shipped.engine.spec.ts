import { readFileSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import type { Approval, ApprovalOption, ChooseRow, Incident, Response, Role } from '@genba/contracts'
import { AuditChain } from '@genba/platform'
import { extensionOf, readChoose, readPlaybook, type Playbook } from '@genba/playbook'
import { readPlant } from '@genba/plant'
import { editedPlaybooks, kinds, TestHouse, waitingApproval } from '../../../../test/responder-house.js'

jest.setTimeout(120_000)

const folder = new URL('playbooks/', import.meta.resolve('@genba/playbook/package.json'))
const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8')
const books = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((file): [string, Playbook] => {
    const read = readPlaybook(textOf(file), file)
    if (!read.ok) throw new Error(read.faults.join('\n'))
    return [file, read.playbook]
  })
const table = readChoose(textOf('choose.yml'), 'choose.yml', new Set(books.map(([, { id }]) => id)))
if (!table.ok) throw new Error(table.faults.join('\n'))
const plantFile = new URL('plants/model-factory.yml', import.meta.resolve('@genba/plant/package.json'))
const plant = readPlant(readFileSync(plantFile, 'utf8'), 'model-factory.yml')

let house: TestHouse

beforeAll(async () => {
  // What people would wait a minute for is over at once; everything else is as shipped.
  const playbooks = editedPlaybooks((text) => text.replaceAll(/"quietMs": \d+/g, '"quietMs": 1000'))
  house = await TestHouse.open('shipped', playbooks)
}, 120_000)

afterAll(() => house?.close(), 60_000)

/** A finding for which the table chooses the playbook: a rule of its first row, in a zone that this row asks for. */
function attackFor({ id }: Playbook, rows: readonly ChooseRow[]): Incident {
  const { when } = rows.find(({ playbook }) => playbook === id)!
  const networks = new Map(plant.networks.map(({ id: network, kind }) => [network, kind]))
  const zone = plant.zones.find(
    (each) =>
      (when.zoneNetwork?.includes(networks.get(each.network)!) ?? each.id === 'line-1') &&
      (!when.assetKind || plant.assets.some((asset) => asset.zone === each.id && when.assetKind?.includes(asset.kind))),
  )
  if (!zone) throw new Error(`the model factory has no zone for ${id}`)
  const assets = plant.assets.filter((asset) => asset.zone === zone.id).map((asset) => asset.id)
  return house.incident({ zone: zone.id, rule: when.rule?.[0] ?? 'nothing-special', assets: assets.slice(0, 1) })
}

type Picks = (options: readonly ApprovalOption[]) => ApprovalOption
const first: Picks = (options) => options[0]!
const last: Picks = (options) => options.at(-1)!

/** Everybody who is asked answers, each with one role that counts, until the response is done; `pick` chooses among several ways. */
async function answerAll(of: Incident, answer: 'approve' | 'refuse', pick = first): Promise<Response> {
  for (;;) {
    const response = await house.waitFor(
      of,
      'a question or the end',
      ({ state }) => state === 'waiting' || state === 'done' || state === 'parked',
      30_000,
    )
    if (response.state !== 'waiting') return response
    const approval = waitingApproval(response)
    const way = answer === 'approve' && approval.choice ? pick(approval.choice.options) : undefined
    const option = way ? { option: way.id } : {}
    for (const [index, role] of answerers(way ?? approval).entries())
      await house.decide(
        of,
        { kind: 'approval', approval: approval.id, answer, ...option, reason: 'because' },
        `${role}-${index}`,
        [role],
        `${approval.id} ${index}`,
      )
    await house.waitFor(
      of,
      `the answer to ${approval.title.en}`,
      ({ approvals }) => approvals.find(({ id }) => id === approval.id)?.state !== 'waiting',
    )
  }
}

/** As many people as must agree, those first who must be among them. */
function answerers({ people, roles, mustInclude }: Pick<Approval, 'people' | 'roles' | 'mustInclude'>): Role[] {
  const others = roles.filter((role) => !mustInclude.includes(role))
  return [...mustInclude, ...others, ...roles].slice(0, Math.max(people, mustInclude.length))
}

const rows = table.table
describe.each(books)('%s, through the responder and real engines', (_, playbook) => {
  const blocks = Object.values(playbook.workflow).filter(({ commands }) => commands?.[0]?.type === 'http-api').length

  it('is chosen, asks the right people, does what they approved once, looks again and ends', async () => {
    const attack = await house.tell(attackFor(playbook, rows))
    const done = await answerAll(attack, 'approve')
    expect([done.state, done.loop, done.runs.map((run) => run.playbook.split('@')[0])]).toEqual([
      'done',
      1,
      [playbook.id],
    ])
    const [run] = done.runs
    expect([run?.state, run?.variables['outcome']]).toEqual(['done', 'finished'])
    expect(done.approvals.length).toBeGreaterThan(0)
    expect(new Set(done.approvals.map(({ state }) => state))).toEqual(new Set(['approved']))
    expect(done.clock.map(({ phase }) => phase)).toEqual(expect.arrayContaining(['observe', 'orient', 'decide', 'act']))
    expect(kinds(done)).not.toContain('step.parked')
    const hasWayIn = run?.variables['way_in'] === 'yes'
    expect(house.receiver.keysOf(attack.id)).toHaveLength(hasWayIn ? blocks : 0)
    expect(house.receiver.of(attack.id)).toHaveLength(hasWayIn ? blocks : 0)
    const looks = run?.steps.find((step) => extensionOf(playbook.workflow[step.id]!)?.automation === 'verify-quiet')
    expect(looks?.state).toMatchObject({ at: 'done', output: { quiet: 'yes' } })
  })

  const choices = Object.values(playbook.workflow).filter((step) => extensionOf(step)?.options)
  if (choices.length > 0)
    it('goes the way that people choose, which stops less, and keeps which one and what else they could have', async () => {
      const attack = await house.tell(attackFor(playbook, rows))
      const done = await answerAll(attack, 'approve', last)
      expect([done.state, done.runs[0]?.variables['outcome']]).toEqual(['done', 'finished'])
      const chosen = done.approvals.filter(({ choice }) => choice)
      expect(chosen.length).toBeGreaterThan(0)
      for (const { choice, effect, answers } of chosen) {
        const way = last(choice!.options)
        expect([choice!.chosen, done.runs[0]!.variables['way']]).toEqual([way.id, way.id])
        expect([effect, answers.map(({ option }) => option)]).toEqual([way.effect, answers.map(() => way.id)])
      }
      const covered = Object.values(playbook.workflow).filter((step) => extensionOf(step)?.approvedOptions)
      if (covered.length > 0) expect(house.receiver.of(attack.id)).toEqual([])
    })

  it('does nothing outside when everybody refuses, and ends as well', async () => {
    const attack = await house.tell(attackFor(playbook, rows))
    const done = await answerAll(attack, 'refuse')
    expect([done.state, done.runs.every(({ state }) => state === 'done')]).toEqual(['done', true])
    expect(new Set(done.approvals.map(({ state }) => state))).toEqual(new Set(['refused']))
    expect(house.receiver.of(attack.id)).toEqual([])
  })
})

it('and the audit chain holds', async () => {
  expect(await new AuditChain(house.mongo).verify()).toBeGreaterThan(2 * books.length)
})
