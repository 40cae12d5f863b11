import { describe, expect, it } from '@jest/globals'
import type { Approval } from '@genba/contracts'
import { Clock, Metrics } from '@genba/platform'
import type { Outgoing } from '../connectors/connector.js'
import { Connectors } from '../connectors/connectors.js'
import { sampleIncident, sampleResponse } from '../testing/samples.js'
import type { Task } from '../steps/task.js'
import { reachOut } from './reach-out.js'

/** Connectors that note what was sent, and whether for a drill. */
class Noted extends Connectors {
  readonly sent: { name: string; drill: boolean; request: Outgoing; key: string }[] = []
  constructor() {
    super({ connectors: {}, env: {} }, new Clock(), new Metrics())
  }
  override connect(name: string, { drill }: { drill: boolean }) {
    return {
      takes: ['http-api'] as const,
      send: (request: Outgoing, key: string) => {
        this.sent.push({ name, drill, request, key })
        return Promise.resolve({ answer: '200' })
      },
    }
  }
}

type Given = Pick<Approval, 'run' | 'step' | 'state'> & { choice?: { chosen: string } }

function task(approval?: Given, drill?: string): Task {
  const response = sampleResponse({
    ...(approval ? { approvals: [approval as unknown as Approval] } : {}),
    ...(drill ? { drill } : {}),
  })
  const run = { ...response.runs[0]!, variables: { conduit: 'c-1' } }
  const step = {
    type: 'action',
    commands: [{ type: 'http-api', command: 'POST /c/__conduit__:value/block' }],
    targets: ['t'],
  }
  return {
    response,
    run,
    runStep: run.steps.find(({ id }) => id === 'do')!,
    variables: run.variables,
    step,
    playbook: {
      target_definitions: { t: { type: 'http-api', name: 'plant-firewall' } },
    } as unknown as Task['playbook'],
    extension: { phase: 'act', approvedBy: 'ask', approvedOptions: ['block'] },
    attempt: 2,
    incident: () => Promise.resolve(sampleIncident()),
  }
}

describe('reaching out', () => {
  it('goes through the connector that the target names, with the key of the attempt', async () => {
    const connectors = new Noted()
    const done = await reachOut(task({ run: 'i~1', step: 'ask', state: 'approved' }), connectors)
    expect(connectors.sent).toEqual([
      {
        name: 'plant-firewall',
        drill: false,
        key: 'i~1:do:2',
        request: { type: 'http-api', method: 'POST', path: '/c/c-1/block', body: '{}' },
      },
    ])
    expect(done).toMatchObject({
      outcome: { is: 'done' },
      effect: { connector: 'plant-firewall', key: 'i~1:do:2', request: 'POST /c/c-1/block' },
    })
  })
  it('does what the chosen option covers', async () => {
    const connectors = new Noted()
    await reachOut(task({ run: 'i~1', step: 'ask', state: 'approved', choice: { chosen: 'block' } }), connectors)
    expect(connectors.sent).toHaveLength(1)
  })
  it('asks for a drill connector in a drill', async () => {
    const connectors = new Noted()
    await reachOut(task({ run: 'i~1', step: 'ask', state: 'approved' }, 'autumn'), connectors)
    expect(connectors.sent).toMatchObject([{ drill: true }])
  })
  it.each([
    ['nobody approved', undefined],
    ['people still think', { run: 'i~1', step: 'ask', state: 'waiting' as const }],
    ['people refused', { run: 'i~1', step: 'ask', state: 'refused' as const }],
    ['the approval was for another loop', { run: 'i~0', step: 'ask', state: 'approved' as const }],
    ['people chose another way', { run: 'i~1', step: 'ask', state: 'approved' as const, choice: { chosen: 'watch' } }],
    ['the approval was for another step', { run: 'i~1', step: 'see', state: 'approved' as const }],
  ])('is refused when %s', async (_, approval) => {
    const connectors = new Noted()
    await expect(reachOut(task(approval), connectors)).rejects.toMatchObject({ code: 'NOT_APPROVED' })
    expect(connectors.sent).toEqual([])
  })
})
