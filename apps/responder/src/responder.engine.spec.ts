import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import type { Incident, Response, Role } from '@genba/contracts'
import { AuditChain } from '@genba/platform'
import { Redis } from 'ioredis'
import { until } from '../../../test/stack.js'
import {
  answerTo,
  editedPlaybooks,
  kinds,
  TestHouse,
  waitingApproval,
  type Receiver,
  type Responder,
} from '../../../test/responder-house.js'

jest.setTimeout(60_000)

let house: TestHouse
let redis: Redis
let receiver: Receiver
let responder: Responder

const incident = (part: Parameters<TestHouse['incident']>[0] = {}): Incident => house.incident(part)
const tell = (value: Incident): Promise<Incident> => house.tell(value)
const grow = (value: Incident, part: Partial<Incident>): Promise<Incident> =>
  tell(Object.assign(value, part, { version: value.version + 1 }))
const responseOf = (of: Incident): Promise<Response | undefined> => house.responseOf(of)
const waitFor = (...ask: Parameters<TestHouse['waitFor']>): Promise<Response> => house.waitFor(...ask)
const inState = (of: Incident, state: Response['state'], withinMs?: number) =>
  waitFor(of, `response ${state}`, (response) => response.state === state, withinMs)
const decide = (...ask: Parameters<TestHouse['decide']>): Promise<void> => house.decide(...ask)
const say = async (of: Incident, answer: 'approve' | 'refuse', ...by: [string?, Role[]?, string?]): Promise<void> => {
  await decide(of, answerTo(waitingApproval((await responseOf(of))!), answer, 'because'), ...by)
}

beforeAll(async () => {
  const playbooks = editedPlaybooks((text, file) =>
    file === 'investigate.json' ? text.replace('"dueMs": 1800000', '"dueMs": 1500') : text,
  )
  house = await TestHouse.open('responder', playbooks)
  ;({ receiver, responder } = house)
  redis = new Redis(house.engines.env.REDIS_URL)
}, 120_000)

afterAll(async () => {
  redis?.disconnect()
  await house?.close()
}, 60_000)

describe('a response', () => {
  it('waits for the shift leader, blocks the conduit once, looks again and is done', async () => {
    const attack = await tell(incident())
    const waiting = await inState(attack, 'waiting')
    expect(waiting).toMatchObject({
      phase: 'decide',
      impact: { assets: ['line-1-controller'], importance: { s: 'medium' } },
    })
    expect(waitingApproval(waiting)).toMatchObject({
      people: 1,
      roles: ['shift-leader'],
      title: { en: 'How is the tampering stopped?' },
      choice: {
        options: [
          { id: 'block', name: { en: 'Block conduit "Maintenance to production line 1" for 60 minutes' }, people: 1 },
          { id: 'stop-line', production: 'stops' },
          { id: 'watch', production: 'none' },
        ],
      },
    })
    expect(receiver.of(attack.id)).toEqual([])

    await say(attack, 'approve')
    const done = await inState(attack, 'done')
    expect(receiver.of(attack.id)).toMatchObject([
      {
        path: '/v1/conduits/maintenance-line-1/block',
        body: { plant: 'model-factory', incident: attack.id, holdMs: 3_600_000, reason: 'recon-then-write' },
      },
    ])
    expect(done.clock.map(({ phase }) => phase)).toEqual(['observe', 'orient', 'decide', 'act'])
    expect(done.clock.every(({ leftAt }) => leftAt !== undefined)).toBe(true)
    expect(kinds(done, 'approval')).toEqual(['approval.requested', 'approval.approved'])
    expect(kinds(done).at(-1)).toBe('response.done')
    expect(done.timeline.every(({ version }) => version <= done.version)).toBe(true)
  })

  it('needs two people, one of them the shift leader, where the hit assets matter for safety', async () => {
    const attack = await tell(
      incident({ zones: ['line-1', 'supervision'], assets: ['line-1-controller', 'agv-control-pc'] }),
    )
    expect(waitingApproval(await inState(attack, 'waiting'))).toMatchObject({
      people: 2,
      mustInclude: ['shift-leader'],
    })
    await say(attack, 'approve', 'sato', ['soc-analyst'])
    const one = await waitFor(attack, 'the first answer', (response) => kinds(response).includes('approval.given'))
    expect([one.state, receiver.of(attack.id).length]).toEqual(['waiting', 0])
    await say(attack, 'approve', 'tanaka', ['shift-leader'])
    await inState(attack, 'done')
    expect(receiver.keysOf(attack.id)).toHaveLength(1)
  })

  it('asks a second person when the incident spreads to what matters for safety while people think', async () => {
    const attack = await tell(incident())
    await inState(attack, 'waiting')
    await grow(attack, { zones: ['line-1', 'supervision'], assets: ['line-1-controller', 'agv-control-pc'] })
    const spread = await waitFor(attack, 'the stricter approval', (response) => waitingApproval(response).people === 2)
    expect(spread.impact).toMatchObject({
      importance: { s: 'high' },
      assets: expect.arrayContaining(['agv-control-pc']),
    })
    await grow(attack, { state: 'closed', closedAt: attack.lastAt, closed: { by: 'sato', reason: 'test over' } })
    const closed = await inState(attack, 'done')
    expect(closed.approvals[0]?.state).toBe('withdrawn')
    expect(closed.timeline.slice(-2)).toMatchObject([
      { kind: 'approval.withdrawn', params: { reason: 'closed' } },
      { kind: 'response.done', by: 'sato' },
    ])
  })

  it('does nothing outside when people refuse, and keeps watching', async () => {
    const attack = await tell(incident())
    await inState(attack, 'waiting')
    await say(attack, 'refuse')
    const done = await inState(attack, 'done')
    expect(kinds(done)).toEqual(expect.arrayContaining(['approval.refused', 'step.failed']))
    expect(receiver.of(attack.id)).toEqual([])
  })

  it('takes a decision once, and tells one that comes too late or from the wrong person', async () => {
    const attack = await tell(incident())
    const approval = waitingApproval(await inState(attack, 'waiting'))
    const approve = answerTo(approval, 'approve', 'ok')
    await decide(attack, approve, 'mori', ['plant-engineer'])
    await decide(attack, approve, 'tanaka', ['shift-leader'], 'same')
    await decide(attack, approve, 'tanaka', ['shift-leader'], 'same')
    await decide(attack, answerTo(approval, 'refuse', 'ok'), 'suzuki', ['shift-leader'])
    const done = await waitFor(
      attack,
      'both late answers',
      (response) =>
        response.state === 'done' && kinds(response).filter((kind) => kind === 'approval.late').length === 2,
    )
    expect(
      done.timeline.filter(({ kind }) => kind === 'approval.late').map(({ by, params }) => [by, params['code']]),
    ).toEqual([
      ['mori', 'NOT_AN_APPROVER'],
      ['suzuki', 'ALREADY_DECIDED'],
    ])
    expect(kinds(done).filter((kind) => kind === 'approval.approved')).toHaveLength(1)
    expect(receiver.of(attack.id)).toHaveLength(1)
  })

  it('of a drill never reaches the receiver', async () => {
    const drill = await tell(incident({ drill: 'autumn-2026' }))
    await inState(drill, 'waiting')
    await say(drill, 'approve')
    const done = await inState(drill, 'done')
    expect(done.drill).toBe('autumn-2026')
    expect(done.timeline.find(({ params }) => params['answer'] === 'simulated')).toBeDefined()
    expect(receiver.of(drill.id)).toEqual([])
  })

  it('escalates when nobody answers, asks more people and never approves', async () => {
    const attack = await tell(incident({ rule: 'many-distinct-sensors' }))
    const escalated = await waitFor(
      attack,
      'the escalation',
      (response) => kinds(response).filter((kind) => kind === 'approval.escalated').length >= 2,
    )
    expect(waitingApproval(escalated)).toMatchObject({
      roles: ['soc-analyst', 'shift-leader', 'plant-engineer'],
      state: 'waiting',
      answers: [],
    })
    await say(attack, 'refuse', 'sato', ['soc-analyst'])
    await inState(attack, 'done')
  })

  it('is taken over by a more special playbook when the incident turns out to be worse', async () => {
    const attack = await tell(incident({ rule: 'many-distinct-sensors' }))
    await inState(attack, 'waiting')
    const worse = incident()
    await grow(attack, { signals: [...attack.signals, ...worse.signals] })
    const after = await waitFor(
      attack,
      'the second run',
      (response) => response.runs.length === 2 && response.state === 'waiting',
    )
    expect(after.approvals.map(({ state }) => state)).toEqual(['withdrawn', 'waiting'])
    expect(waitingApproval(after).title.en).toBe('How is the tampering stopped?')
    await say(attack, 'refuse')
    await inState(attack, 'done')
  })

  it('turns again while new alerts come, and asks a person when it has turned often enough', async () => {
    const attack = await tell(incident())
    let isOver = false
    const noise = (async () => {
      for (; !isOver; await new Promise((resolve) => setTimeout(resolve, 20)))
        await grow(attack, { alerts: attack.alerts + 1 })
    })()
    try {
      await inState(attack, 'waiting')
      await say(attack, 'refuse')
      await waitFor(attack, 'the second loop', (response) => response.loop === 2 && response.state === 'waiting')
      await say(attack, 'refuse')
      const parked = await inState(attack, 'parked')
      expect(parked.timeline.at(-1)).toMatchObject({ kind: 'step.parked', params: { error: 'LOOPS_EXHAUSTED' } })
    } finally {
      isOver = true
      await noise
    }
  })
})

describe('what goes wrong outside', () => {
  it('is tried again with the same key when the receiver is away', async () => {
    const attack = await tell(incident())
    receiver.answer = (call, nth) => (call.body['incident'] === attack.id && nth < 3 ? 503 : 200)
    await inState(attack, 'waiting')
    await say(attack, 'approve')
    await inState(attack, 'done')
    expect(receiver.of(attack.id)).toHaveLength(3)
    expect(receiver.keysOf(attack.id)).toHaveLength(1)
  })

  it.each([
    ['refuses', 422, 'CONNECTOR_REFUSED', 1],
    ['sends elsewhere', 307, 'CONNECTOR_REFUSED', 1],
    ['stays away', 500, 'CONNECTOR_AWAY', 3],
  ])('parks when the receiver %s, until a person retries', async (_, status, error, calls) => {
    const attack = await tell(incident())
    receiver.answer = (call) => (call.body['incident'] === attack.id ? status : 200)
    await inState(attack, 'waiting')
    await say(attack, 'approve')
    const parked = await inState(attack, 'parked')
    const step = parked.runs[0]!.steps.find(({ state }) => state.at === 'parked')!
    expect(step.state).toMatchObject({ error: `${error} plant-firewall ${receiver.url} status ${status}` })
    expect(receiver.of(attack.id)).toHaveLength(calls)

    receiver.answer = () => 200
    await decide(attack, { kind: 'retry', run: parked.runs[0]!.id, step: step.id, reason: 'repaired' }, 'auditor', [
      'auditor',
    ])
    await decide(attack, { kind: 'retry', run: parked.runs[0]!.id, step: step.id, reason: 'repaired' })
    const done = await inState(attack, 'done')
    expect(kinds(done)).toContain('step.retried')
    expect(receiver.keysOf(attack.id)).toHaveLength(2)
  })
})

describe('nothing is lost and nothing is done twice', () => {
  const MANY = 20
  /** All that this file has in Redis, in one blow; beside it others have theirs there. */
  const loseAll = () =>
    redis.eval(
      `for _, key in ipairs(redis.call('keys', ARGV[1] .. '*')) do redis.call('del', key) end`,
      0,
      house.engines.env.GENBA_PREFIX,
    )

  it.each([
    ['keeps its jobs', false],
    ['loses everything', true],
  ])(
    'when the responder is killed while the receiver thinks, and Redis %s',
    async (_, isFlushed) => {
      const attacks = await Promise.all(Array.from({ length: MANY }, () => tell(incident())))
      await Promise.all(attacks.map((attack) => inState(attack, 'waiting', 30_000)))
      receiver.answer = (_, nth) => (nth === 1 ? new Promise((resolve) => setTimeout(resolve, 1_000, 200)) : 200)
      await Promise.all(attacks.map((attack) => say(attack, 'approve')))
      await until('some requests to be under way', () => attacks.some((attack) => receiver.of(attack.id).length > 0))
      await responder.end('SIGKILL')
      if (isFlushed) await loseAll()
      await responder.start()
      await Promise.all(attacks.map((attack) => inState(attack, 'done', 40_000)))
      // A repeat carries the same key, so a receiver that heeds it has blocked each conduit once.
      expect(attacks.map((attack) => receiver.keysOf(attack.id).length)).toEqual(attacks.map(() => 1))
      if (isFlushed) expect(await responder.metric('responder_jobs_restored_total')).toBeGreaterThan(0)
    },
    90_000,
  )

  it('when Redis loses everything under a running responder', async () => {
    receiver.answer = () => 200
    const attacks = await Promise.all(Array.from({ length: MANY }, () => tell(incident())))
    await Promise.all(attacks.map((attack) => waitFor(attack, 'a response', () => true)))
    await loseAll()
    await Promise.all(attacks.map((attack) => inState(attack, 'waiting', 30_000)))
    await Promise.all(attacks.map((attack) => say(attack, 'approve')))
    // By now what is left is in Redis only: the jobs that look again later.
    await until('every block', () => attacks.every((attack) => receiver.of(attack.id).length > 0))
    await loseAll()
    await Promise.all(attacks.map((attack) => inState(attack, 'done', 30_000)))
    expect(attacks.map((attack) => receiver.keysOf(attack.id).length)).toEqual(attacks.map(() => 1))
  }, 90_000)

  it('when messages come again: the same versions open and change nothing', async () => {
    const attack = await tell(incident())
    const before = await inState(attack, 'waiting')
    await house.kafka.send(
      'incident.v1',
      [1, 2, 3].map(() => ({ key: attack.plant, value: attack })),
    )
    const next = await tell(incident())
    await inState(next, 'waiting')
    expect((await responseOf(attack))?.version).toBe(before.version)
  })

  it('and the audit chain holds', async () => {
    await until(
      'every outbox to be told',
      async () =>
        (await house.mongo.collection('responses').countDocuments({ 'outbox.0': { $exists: true } } as never)) === 0,
    )
    expect(await new AuditChain(house.mongo).verify()).toBeGreaterThan(2 * MANY)
  })
})
