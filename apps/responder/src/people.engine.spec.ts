import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import type { Alert, Measurement, PlantDecision, Response, ResponseDecision, Role, Shadow } from '@genba/contracts'
import { AuditChain } from '@genba/platform'
import { GENBA_EXTENSION } from '@genba/playbook'
import { until } from '../../../test/stack.js'
import { answerTo, editedPlaybooks, kinds, TestHouse, waitingApproval } from '../../../test/responder-house.js'

jest.setTimeout(60_000)

const HOLD_MS = 1_500
let house: TestHouse

/** Tampering with a controller, with a block that ends by itself soon; investigations whose question runs out at once. */
function edit(text: string, file: string): string {
  if (file === 'investigate.json') return text.replace('"dueMs": 1800000', '"dueMs": 1500')
  if (file !== 'controller-tampering.json') return text
  const playbook = JSON.parse(text.replaceAll('"holdMs": 3600000', `"holdMs": ${HOLD_MS}`)) as {
    workflow: Record<string, { commands?: { type: string }[]; step_extensions?: Record<string, object> }>
  }
  const undo = {
    by: 'genba',
    command: 'POST /v1/conduits/__conduit__:value/unblock',
    content: '{"incident":"__incident__:value"}',
  }
  for (const step of Object.values(playbook.workflow))
    if (step.commands?.[0]?.type === 'http-api') Object.assign(step.step_extensions![GENBA_EXTENSION]!, { undo })
  return JSON.stringify(playbook)
}

beforeAll(async () => {
  house = await TestHouse.open('people', editedPlaybooks(edit), { AUDIT_MS: '200', AUDIT_GRACE_MS: '1000' })
}, 120_000)

afterAll(() => house?.close(), 60_000)

type Incident = Awaited<ReturnType<TestHouse['tell']>>
const inState = (of: Incident, state: Response['state']): Promise<Response> =>
  house.waitFor(of, `response ${state}`, (response) => response.state === state)
const approve = async (of: Incident, user = 'tanaka', roles: Role[] = ['shift-leader']): Promise<void> => {
  await house.decide(of, answerTo(waitingApproval((await house.responseOf(of))!), 'approve', 'because'), user, roles)
}
const pathsOf = (of: Incident): string[] => house.receiver.of(of.id).map(({ path }) => path)

describe('a step that cannot be done', () => {
  const parkedAttack = async (): Promise<{ attack: Incident; parked: Response; step: string }> => {
    const attack = await house.tell(house.incident())
    house.receiver.answer = (call) => (call.body['incident'] === attack.id ? 422 : 200)
    await inState(attack, 'waiting')
    await approve(attack)
    const parked = await inState(attack, 'parked')
    house.receiver.answer = () => 200
    return { attack, parked, step: parked.runs[0]!.steps.find(({ state }) => state.at === 'parked')!.id }
  }

  it('is skipped by a person with a reason, and the response goes on without it', async () => {
    const { attack, parked, step } = await parkedAttack()
    const skip: ResponseDecision['what'] = { kind: 'skip', run: parked.runs[0]!.id, step, reason: 'unplugged by hand' }
    await house.decide(attack, skip, 'visitor', ['auditor'])
    await house.decide(attack, skip)
    const done = await inState(attack, 'done')
    expect(done.timeline.filter(({ kind }) => kind === 'step.skipped')).toMatchObject([
      { by: 'tanaka', params: { reason: 'unplugged by hand' } },
    ])
    expect(house.receiver.keysOf(attack.id)).toHaveLength(1)
  })

  it('is run again from an earlier step, with a new question and a key of its own', async () => {
    const { attack, parked } = await parkedAttack()
    const run = parked.runs[0]!
    const asked = run.steps.find(({ id }) => id === parked.approvals[0]!.step)!
    await house.decide(attack, { kind: 'rerun', run: run.id, step: asked.id, reason: 'decide anew' })
    const again = await inState(attack, 'waiting')
    expect(again.approvals.map(({ state }) => state)).toEqual(['withdrawn', 'waiting'])
    // Nobody approves what they asked for.
    await approve(attack, 'tanaka')
    await house.waitFor(attack, 'the refused answer', (response) => kinds(response).includes('approval.late'))
    await approve(attack, 'suzuki')
    const done = await inState(attack, 'done')
    expect(kinds(done)).toContain('step.rerun')
    expect(house.receiver.keysOf(attack.id)).toHaveLength(2)
  })
})

describe('a block for a time', () => {
  it('is undone by Genba when its time is over, once, also after the response is done', async () => {
    const attack = await house.tell(house.incident())
    await inState(attack, 'waiting')
    await approve(attack)
    const placed = await house.waitFor(attack, 'the hold', ({ holds }) => holds?.length === 1)
    expect(placed.holds).toMatchObject([{ state: { at: 'standing' }, holdMs: HOLD_MS, roles: ['shift-leader'] }])
    const undone = await house.waitFor(attack, 'the undo', ({ holds }) => holds?.[0]?.state.at === 'undone')
    expect(undone.holds?.[0]?.state).toMatchObject({ how: 'expired', answer: expect.any(String) })
    expect(pathsOf(attack)).toEqual([
      '/v1/conduits/maintenance-line-1/block',
      '/v1/conduits/maintenance-line-1/unblock',
    ])
    expect(house.receiver.keysOf(attack.id)).toHaveLength(2)
    expect(kinds(await inState(attack, 'done'))).toEqual(expect.arrayContaining(['hold.placed', 'hold.undone']))
  })

  it('is undone early by a person who may', async () => {
    const attack = await house.tell(house.incident())
    await inState(attack, 'waiting')
    await approve(attack)
    const placed = await house.waitFor(attack, 'the hold', ({ holds }) => holds?.length === 1)
    const hold = placed.holds![0]!.id
    await house.decide(attack, { kind: 'undo-hold', hold, isByHand: false, reason: 'found harmless' })
    const undone = await house.waitFor(attack, 'the undo', ({ holds }) => holds?.[0]?.state.at === 'undone')
    expect(undone.holds?.[0]?.state).toMatchObject({ how: 'early', by: 'tanaka', reason: 'found harmless' })
    expect(pathsOf(attack).at(-1)).toBe('/v1/conduits/maintenance-line-1/unblock')
  })
})

describe('a shadow run', () => {
  it('of any version reaches nothing outside and tells how it differs from what was done', async () => {
    const attack = await house.tell(house.incident())
    const waiting = await inState(attack, 'waiting')
    const other = await house.mongo.collection('playbooks').collection.findOne({ name: 'Investigate' })
    const shadows = house.mongo.collection<Shadow>('shadows').collection
    for (const [id, playbook] of [
      [`${attack.id}~same`, waiting.runs[0]!.playbook],
      [`${attack.id}~other`, String(other?._id)],
    ] as const)
      await house.decide(attack, { kind: 'shadow', playbook }, 'sato', ['soc-analyst'], id)
    await until('both shadows', async () => (await shadows.countDocuments({ incident: attack.id })) === 2)
    expect(await shadows.findOne({ id: `${attack.id}~same` })).toMatchObject({
      by: 'sato',
      outcome: 'finished',
      difference: { both: [], doneOnly: [], shadowOnly: [{ connector: 'plant-firewall' }] },
    })
    expect((await shadows.findOne({ id: `${attack.id}~other` }))?.difference.shadowOnly).toEqual([])
    expect(pathsOf(attack)).toEqual([])
    await approve(attack)
    await inState(attack, 'done')
  })
})

describe('looking around', () => {
  it('finds the values around the time, what was set otherwise, and who was signed in', async () => {
    const now = Date.now()
    const value = (id: string, part: Partial<Measurement>): Measurement => ({
      ...{ v: 1, id, source: 'historian', plant: 'model-factory', zone: 'agv', tag: 'speed', kind: 'measured' },
      ...{ value: 1, quality: 'good', at: now - 5_000, receivedAt: now, ...part },
    })
    const values = [
      value('m1', { value: 1.2 }),
      value('m2', { value: 3.4, at: now - 3_000 }),
      value('s1', { tag: 'speed-limit', kind: 'set', value: 1, at: now - 6_000 }),
      value('s2', { tag: 'speed-limit', kind: 'set', value: 5, at: now - 4_000 }),
      value('elsewhere', { zone: 'line-1', tag: 'other' }),
    ]
    for (const each of values)
      await house.kafka.send('measurement.v1', [{ key: `${each.plant}/${each.zone}`, value: each }])
    const session = { _id: 's', user: 'mori', createdAt: now - 60_000, expiresAt: now + 60_000 }
    const user = { _id: 'mori', grants: [{ role: 'plant-engineer', plants: ['model-factory'] }] }
    await house.mongo.collection('sessions').collection.insertOne(session as never)
    await house.mongo.collection('users').collection.insertOne(user as never)
    const attack = await house.tell(
      house.incident({ zone: 'agv', rule: 'transport-commanded', openedAt: now, lastAt: now }),
    )
    const seen = await house.waitFor(attack, 'the evidence', ({ evidence }) => evidence !== undefined)
    expect(seen.evidence).toMatchObject({ unread: [], signedIn: [{ user: 'mori' }] })
    expect(JSON.stringify(seen.evidence)).toContain('speed-limit')
    expect(JSON.stringify(seen.evidence)).not.toContain('"other"')
    await house.decide(attack, { kind: 'shadow', playbook: seen.runs[0]!.playbook })
  })
})

describe('who must agree', () => {
  it('follows what the plant does now, as told over Kafka, and never asks for fewer', async () => {
    const setState = async (state: 'running' | 'stopped', id: string): Promise<void> => {
      await house.mongo
        .collection('plants')
        .collection.updateOne({ _id: 'model-factory' as never }, { $set: { state } })
      const value: PlantDecision = {
        ...{ v: 1, id, plant: 'model-factory', by: { user: 'tanaka', roles: ['shift-leader'] }, at: Date.now() },
        what: { kind: 'plant-state', state, reason: 'shift over' },
      }
      await house.kafka.send('decision.v1', [{ key: value.plant, value }])
    }
    await setState('stopped', 'state-1')
    const attack = await house.tell(house.incident())
    const before = waitingApproval(await inState(attack, 'waiting'))
    await setState('running', 'state-2')
    const after = await house.waitFor(attack, 'the plant’s state to count', (response) =>
      waitingApproval(response).mustInclude.includes('shift-leader'),
    )
    expect(waitingApproval(after).people).toBeGreaterThanOrEqual(before.people)
    await setState('stopped', 'state-3')
    await approve(attack)
    const done = await inState(attack, 'done')
    expect(done.approvals[0]?.mustInclude).toEqual(['shift-leader'])
  })

  it('lets a deputy of the roster answer for whom they stand in', async () => {
    const deputy = { role: 'shift-leader', user: 'ueda', standsFor: 'tanaka', from: 0, until: Date.now() + 3_600_000 }
    const roster = { _id: 'model-factory', v: 1, id: 'model-factory', version: 1, duties: [], deputies: [deputy] }
    await house.mongo.collection('rosters').collection.insertOne(roster as never)
    const attack = await house.tell(house.incident())
    const what = answerTo(waitingApproval(await inState(attack, 'waiting')), 'approve', 'stands in')
    const standsFor = [{ role: 'shift-leader' as const, user: 'tanaka' }]
    const by = { user: 'ueda', roles: ['shift-leader' as const], standsFor }
    const value: ResponseDecision = {
      ...{ v: 1, id: 'by-deputy', plant: attack.plant, incident: attack.id, by, at: Date.now() },
      what,
    }
    await house.kafka.send('decision.v1', [{ key: attack.plant, value }])
    const done = await inState(attack, 'done')
    expect(done.approvals[0]?.answers).toMatchObject([{ user: 'ueda', standsFor: [{ user: 'tanaka' }] }])
  })
})

describe('the auditor', () => {
  it('tells a timer that nobody looked at, once, on the timeline and as an alert of Genba itself', async () => {
    const attack = await house.tell(house.incident({ rule: 'many-distinct-sensors' }))
    await inState(attack, 'waiting')
    await house.responder.end('SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 3_500))
    await house.responder.start()
    const missed = await house.waitFor(attack, 'the missed timer', (response) =>
      kinds(response).includes('timer.missed'),
    )
    expect(missed.timeline.find(({ kind }) => kind === 'timer.missed')).toMatchObject({ params: { timer: 'approval' } })
    const alerts: Alert[] = []
    await house.kafka.scan({
      topic: 'alert.v1',
      key: 'model-factory/@lines',
      from: 0,
      until: Date.now() + 1_000,
      timeMs: 5_000,
      onValue: (value) => {
        alerts.push(JSON.parse(value.toString()) as Alert)
        return true
      },
    })
    expect(alerts.filter(({ fields }) => fields['incident'] === attack.id)).toMatchObject([
      { rule: 'genba:timer-missed', kind: 'system', fields: { timer: 'approval' } },
    ])
  })

  it('and the audit chain holds', async () => {
    expect(await new AuditChain(house.mongo).verify()).toBeGreaterThan(10)
  })
})
