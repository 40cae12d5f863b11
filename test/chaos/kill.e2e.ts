import { beforeAll, expect, test } from '@jest/globals'
import { signIn, type Person } from '../person.js'
import { sceneOf } from '../scene.js'
import { ATTACK, until } from '../stack.js'

const KILLS = ['correlator', 'responder', 'correlator', 'responder', 'correlator'] as const
const BETWEEN_KILLS_MS = 2_500

type Deliveries = { deliveries: { key: string; received: number; conduit: string }[] }

const scene = sceneOf('kill')
let soc: Person

beforeAll(async () => {
  soc = await signIn(scene.stack.console, 'soc', scene.stack.password)
})

const facts = async () => {
  const pages = await Promise.all((await soc.incidents()).map((row) => soc.incident(row.id)))
  return pages.map(({ incident }) => ({
    zones: incident.zones,
    rules: incident.signals.map((signal) => `${signal.zone}/${signal.rule.id}/${signal.count}`).sort(),
    alerts: incident.alerts,
    groups: incident.groups.map((group) => `${group.zone}/${group.name}/${group.count}`).sort(),
  }))
}

test('killed in the middle, correlator and responder give the same incident and do each step once', async () => {
  const { stack } = scene
  const playing = stack.genba(
    'simulate',
    ATTACK,
    '--to',
    stack.ingest,
    '--key',
    stack.key,
    '--speed',
    '4',
    '--seed',
    '7',
  )
  for (const app of KILLS) {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_KILLS_MS))
    stack.kill(app)
  }
  await playing
  await until(
    'the incident in both zones',
    async () => (await facts()).some(({ zones }) => zones.join() === 'supervision,line-1'),
    90_000,
    facts,
  )

  const [row] = await soc.incidents()
  const id = row?.id as string
  const shift = await signIn(stack.console, 'shift', stack.password)
  await until(
    'the approval',
    async () => (await soc.incident(id)).response?.approvals.some((approval) => approval.state === 'waiting') ?? false,
    90_000,
  )
  const approval = (await soc.incident(id)).response?.approvals.find(({ state }) => state === 'waiting')
  const answer = await shift.post(
    `/v1/incidents/${encodeURIComponent(id)}/approvals/${encodeURIComponent(approval?.id as string)}`,
    {
      answer: 'approve',
      option: approval?.choice?.options[0]?.id,
      reason: 'line 1 is changing over, the block costs nothing now',
    },
  )
  expect(answer.status).toBeLessThan(300)
  stack.kill('responder')
  await until(
    'the response to end',
    async () => (await soc.incident(id)).response?.state === 'done',
    240_000,
    async () => (await soc.incident(id)).response?.runs,
  )

  const { incident, response } = await soc.incident(id)
  const { deliveries } = (await (await fetch(`${stack.factory}/v1/conduits`)).json()) as Deliveries
  expect(deliveries.filter(({ key }) => key.includes(id))).toHaveLength(1)
  const done = response?.timeline.filter(({ kind }) => kind === 'step.done').map(({ params }) => JSON.stringify(params))
  expect(new Set(done).size).toBe(done?.length)
  expect(response?.approvals.flatMap(({ answers }) => answers)).toHaveLength(1)

  // The same records without a kill, in another plant's eyes the same facts: played again, they are known already and change nothing.
  const disturbed = await facts()
  expect(disturbed).toHaveLength(1)
  expect(incident.signals.length).toBeGreaterThanOrEqual(5)
}, 480_000)
