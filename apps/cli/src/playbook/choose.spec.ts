import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import type { ChoiceTable, IncidentChoice } from '@genba/contracts'
import { startGateway } from '../testing/gateway.js'
import { chooseFor } from './choose.js'

const BLOCK = {
  when: { rule: ['recon', 'write*'], zoneNetwork: ['equipment' as const], minSeverity: 40 },
  ...{ playbook: 'playbook--1', title: { ja: '遮断', en: 'Block' }, current: 'playbook--1@2026' },
}
const TABLE: ChoiceTable = { table: { id: 'abc', loadedAt: 0, rows: [BLOCK, { when: {}, playbook: 'playbook--2' }] } }
const WHY: IncidentChoice = {
  ...{ table: 'abc', row: 0, rows: 2, severity: 60, chosen: BLOCK, answeredBy: 'playbook--2@2026' },
  finding: { zone: 'line-1', zoneNetwork: 'equipment', assetKinds: ['line'], rule: 'recon', techniques: [] },
}

let gateway: Awaited<ReturnType<typeof startGateway>>
const said: string[] = []
const say = (line: string) => void said.push(line)

beforeAll(async () => {
  const answers = new Map<string, object>([
    ['/v1/playbook-choice', TABLE],
    ['/v1/incidents/i~1/playbook-choice', WHY],
  ])
  gateway = await startGateway((request, response) => {
    response.end(JSON.stringify(answers.get(decodeURIComponent(request.url ?? '')) ?? {}))
  })
})
beforeEach(() => void (said.length = 0))
afterAll(() => gateway.end())

it('genba playbook choose prints the table, also a row whose playbook may not begin', async () => {
  await chooseFor(gateway.account, undefined, { language: 'en', json: false }, say)
  expect(said).toEqual([
    'table abc, came with Genba, since 1970-01-01T00:00:00.000Z; the first row that fits wins',
    '1. Block  playbook--1@2026',
    '   zoneNetwork: equipment',
    '   rule: recon, write*',
    '   minSeverity: 40',
    '2. playbook--2  playbook--2 (none may begin: passed over)',
    '   everything else',
  ])
})

it('with an incident it says which row that fits, for what, and what answers it already', async () => {
  await chooseFor(gateway.account, 'i~1', { language: 'ja', json: false }, say)
  expect(said).toEqual([
    '遮断  playbook--1@2026: row 1 of 2, table abc',
    '   zoneNetwork: equipment',
    '   rule: recon, write*',
    '   minSeverity: 40',
    '   fits: recon, zone line-1, equipment, line; severity 60',
    '   under way with: playbook--2@2026',
  ])
})
