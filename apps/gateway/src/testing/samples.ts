import { readFileSync } from 'node:fs'
import type {
  Alert,
  Approval,
  ChooseRow,
  Incident,
  IncidentOperation,
  KeptChoice,
  KeptPlaybook,
  Plant,
  Response,
  Run,
  SignalSummary,
  StandingAlarm,
  StepState,
} from '@genba/contracts'

/** Small documents for specs; `more` says what a test is about. */
const name = { ja: '例', en: 'sample' }
const level = { bc: 'low', s: 'low', q: 'low', d: 'low', c: 'low' } as const

export const incident = (more: Partial<Incident> = {}): Incident => ({
  v: 1,
  id: 'p1~z~r~1',
  version: 1,
  plant: 'p1',
  title: name,
  state: 'open',
  zones: ['z'],
  spread: [],
  openedAt: 1,
  lastAt: 1,
  severity: 80,
  alerts: 3,
  techniques: ['T0846'],
  signals: [],
  groups: [],
  samples: [],
  actors: [],
  targets: [],
  assets: [],
  evicted: { signals: 0, groups: 0, samples: 0 },
  ...more,
})

export const standing = (more: Partial<StandingAlarm> = {}): StandingAlarm & { _id: string } => {
  const { zone = 'z', rule = 'r', drill } = more
  const id = `p1/${zone}/-/${rule}${drill ? `~${drill}` : ''}`
  return {
    ...{ v: 1, _id: id, id, plant: 'p1', zone, rule, name: 'sample', severity: 50, count: 1, firstAt: 1, lastAt: 1 },
    ...{ samples: [], state: { at: 'unacknowledged', since: 1 }, rhythm: 'steady', age: 'fresh' },
    ...{ annunciations: 1, fleeting: 0 },
    ...more,
  }
}

export const summary = (id: string): SignalSummary => ({
  id,
  revision: 1,
  zone: 'z',
  rule: { id: 'r', title: name, techniques: [] },
  group: {},
  timespanMs: 1,
  firstAt: 1,
  lastAt: 1,
  firedAt: 1,
  count: 1,
  severity: 80,
})

export const operation = (id: string, more: Partial<IncidentOperation> = {}): IncidentOperation => ({
  id,
  kind: 'merged',
  by: 'soc',
  reason: 'one cause',
  at: 5,
  other: 'p1~z~r~9',
  ...more,
})

export const alert = ({ at, ...more }: Partial<Alert> & { id: string; at: number }): Alert => ({
  v: 1,
  source: 'spec',
  sensor: 'ids-1',
  plant: 'p1',
  zone: 'z',
  at,
  receivedAt: at,
  clock: 'source',
  kind: 'network',
  rule: 'spec:1',
  name: 'something',
  severity: 20,
  fields: {},
  ...more,
})

export const response = (more: Partial<Response> = {}): Response => ({
  v: 1,
  id: 'p1~z~r~1',
  version: 1,
  plant: 'p1',
  incident: 'p1~z~r~1',
  incidentVersion: 1,
  state: 'running',
  phase: 'decide',
  loop: 1,
  clock: [
    { loop: 1, phase: 'observe', enteredAt: 10, leftAt: 20 },
    { loop: 1, phase: 'decide', enteredAt: 20 },
  ],
  runs: [],
  approvals: [],
  timeline: [],
  timelineEvicted: 0,
  openedAt: 10,
  ...more,
})

export const approval = (more: Partial<Approval> = {}): Approval => ({
  id: 'a1',
  run: 'r1',
  step: 's1',
  title: name,
  effect: { stops: name, s: name, q: name, d: name, c: name, undo: name },
  roles: ['shift-leader', 'plant-engineer'],
  mustInclude: [],
  people: 1,
  requestedAt: 20,
  dueAt: 900_020,
  escalations: 0,
  state: 'waiting',
  answers: [],
  ...more,
})

export const run = (state: StepState, attempt = 1): Run => ({
  id: 'r1',
  loop: 1,
  playbook: 'pb@1',
  name,
  state: 'running',
  variables: {},
  steps: [{ id: 's1', name, phase: 'act', type: 'action', state, attempt }],
  startedAt: 20,
})

export const plant = (id: string): Plant => ({
  v: 1,
  id,
  name,
  timeZone: 'Asia/Tokyo',
  state: 'running',
  networks: [{ id: 'n', name, kind: 'equipment' }],
  zones: [{ id: 'z', name, network: 'n', importance: level, addresses: ['10.0.0.0/24'] }],
  conduits: [],
  assets: [],
  processes: [],
  data: [],
})

/** A playbook that comes with Genba, as its file has it. */
export const playbookText = (file: string): string =>
  readFileSync(new URL(`playbooks/${file}`, import.meta.resolve('@genba/playbook/package.json')), 'utf8')

/** A table of one row that names a playbook's rule, and a default. */
export const choiceTable = (row: ChooseRow, playbook: string): KeptChoice & { _id: string } => ({
  ...{ _id: 'table', id: 'table', loadedAt: 1 },
  rows: [row, { when: {}, playbook }],
})

/** As the responder keeps it. */
export function keptPlaybook(json: string): KeptPlaybook & { _id: string } {
  const { id, modified, name: called } = JSON.parse(json) as Pick<KeptPlaybook, 'id' | 'modified' | 'name'>
  const signature = { is: 'trusted' as const, by: 'genba' }
  return { _id: `${id}@${modified}`, id, modified, name: called, json, signature }
}
