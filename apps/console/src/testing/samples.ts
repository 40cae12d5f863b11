import type { IncidentRow, PlantSummary } from '@genba/contracts'

/** A calm plant. */
export const plantSummary = (id: string, more: Partial<PlantSummary> = {}): PlantSummary => ({
  id,
  name: { ja: `工場${id}`, en: `Plant ${id}` },
  timeZone: 'Asia/Tokyo',
  state: 'running',
  zones: 10,
  open: 0,
  drills: 0,
  severity: 0,
  waiting: 0,
  parked: 0,
  late: 0,
  flooding: [],
  silent: 0,
  hit: [],
  ...more,
})

/** An open incident without a response. */
export const incidentRow = (id: string, version: number, more: Partial<IncidentRow> = {}): IncidentRow => ({
  id,
  version,
  plant: 'p',
  title: { ja: '件', en: 'case' },
  state: 'open',
  zones: ['z'],
  openedAt: 0,
  lastAt: version,
  severity: 50,
  alerts: version,
  techniques: [],
  ...more,
})
