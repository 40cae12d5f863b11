import type { Incident, Plant, Response } from '@genba/contracts'
import { GENBA_EXTENSION, open, type Playbook } from '@genba/playbook'
import { note, unchanged, type Change } from '../responses/change.js'
import { refresh } from '../responses/progress.js'

const both = { ja: '_', en: '_' }
const low = { bc: 'low', s: 'low', q: 'low', d: 'low', c: 'low' } as const
const genba = (extension: Record<string, unknown>) => ({
  step_extensions: { [GENBA_EXTENSION]: { name: both, ...extension } },
})

/** observe → decide (approval) → act → end again, and on a refusal end finished. */
export const samplePlaybook = {
  type: 'playbook',
  spec_version: 'cacao-2.0',
  id: 'playbook--sample',
  name: 'Sample',
  modified: '2026',
  workflow_start: 'start',
  workflow: {
    start: { type: 'start', on_completion: 'see' },
    see: { type: 'action', on_completion: 'ask', ...genba({ phase: 'observe', automation: 'gather-evidence' }) },
    ask: {
      type: 'action',
      on_success: 'do',
      on_failure: 'finished',
      ...genba({
        phase: 'decide',
        approval: { roles: ['shift-leader'], mustInclude: [], people: 1, dueMs: 1_000, escalateTo: [] },
        effect: { production: 'isolates', stops: both, s: both, q: both, d: both, c: both, undo: both },
      }),
    },
    do: { type: 'action', on_completion: 'again', ...genba({ phase: 'act', automation: 'notify' }) },
    again: { type: 'end', ...genba({ outcome: 'again' }) },
    finished: { type: 'end', ...genba({ outcome: 'finished' }) },
  },
} as unknown as Playbook

export const sampleRun = (loop = 1, variables: Record<string, string> = {}) =>
  open(samplePlaybook, {
    id: `i~${loop}`,
    loop,
    variables: { zone: 'line-1', zones: 'line-1', row: '1', ...variables },
    now: 0,
  })

/** A response that has just begun, as saved at version 1. */
export function sampleResponse(part: Partial<Response> = {}): Response {
  const response: Response = {
    v: 1,
    id: 'i',
    version: 0,
    plant: 'p',
    incident: 'i',
    incidentVersion: 1,
    state: 'running',
    phase: 'observe',
    loop: 1,
    clock: [],
    runs: [sampleRun()],
    approvals: [],
    timeline: [],
    timelineEvicted: 0,
    openedAt: 0,
    ...part,
  }
  return saved(refresh(note(unchanged(response), { kind: 'response.opened', now: 0 }), 0))
}

export const saved = ({ response }: Change): Response => ({ ...response, version: response.version + 1 })

export const sampleIncident = (part: Partial<Incident> = {}): Incident => ({
  v: 1,
  id: 'i',
  version: 2,
  plant: 'p',
  title: both,
  state: 'open',
  zones: ['line-1'],
  spread: [],
  openedAt: 0,
  lastAt: 0,
  severity: 50,
  alerts: 1,
  techniques: [],
  signals: [],
  groups: [],
  samples: [],
  actors: [],
  targets: [],
  assets: [],
  evicted: { signals: 0, groups: 0, samples: 0 },
  ...part,
})

const zone = (id: string, s: 'low' | 'high' = 'low') => ({
  id,
  name: both,
  network: 'n',
  importance: { ...low, s },
  addresses: [],
})
const conduit = (from: string, to: string) => ({
  id: `${from}-${to}`,
  name: both,
  from,
  to,
  direction: 'from-to' as const,
  flows: [{ protocol: 'modbus' }],
})

export const samplePlant: Plant = {
  v: 1,
  id: 'p',
  name: both,
  timeZone: 'Asia/Tokyo',
  state: 'running',
  networks: [{ id: 'n', name: both, kind: 'equipment' }],
  zones: [zone('scada'), zone('service'), zone('line-1'), zone('agv', 'high'), zone('island')],
  conduits: [conduit('scada', 'line-1'), conduit('service', 'line-1'), conduit('scada', 'agv')],
  assets: [
    {
      id: 'laptop',
      name: both,
      zone: 'service',
      kind: 'maintenance-terminal',
      addresses: [],
      importance: low,
      processes: [],
      data: [],
    },
    {
      id: 'agv-1',
      name: both,
      zone: 'agv',
      kind: 'agv',
      addresses: [],
      importance: { ...low, s: 'high' },
      processes: [],
      data: [],
    },
  ],
  processes: [],
  data: [],
}
