import { describe, expect, test } from '@jest/globals'
import type { IncidentRow, Plant } from '@genba/contracts'
import { doingOf } from '../responses/doing.js'
import { approval, response as documents } from '../testing/samples.js'
import { flooded, sightOf, summaryOf } from './summary-of.js'

const plant = {
  id: 'p',
  name: { ja: '工場', en: 'Plant' },
  timeZone: 'Asia/Tokyo',
  state: 'running',
  zones: [{}, {}],
} as unknown as Plant
const row = (more: Partial<IncidentRow>): IncidentRow => ({
  id: 'i',
  version: 1,
  plant: 'p',
  title: { ja: '件', en: 'case' },
  state: 'open',
  zones: ['a'],
  openedAt: 1,
  lastAt: 10,
  severity: 50,
  alerts: 1,
  techniques: [],
  ...more,
})
const response = (more: Partial<NonNullable<IncidentRow['response']>>): NonNullable<IncidentRow['response']> => ({
  version: 1,
  state: 'waiting',
  phase: 'decide',
  loop: 1,
  waiting: doingOf(documents({ approvals: [approval()] })).waiting,
  holds: 0,
  phaseSince: 5,
  ...more,
})

describe('the summary of a plant', () => {
  test('of a calm plant has no times and no zones', () => {
    const summary = summaryOf(plant, [])
    expect(summary).toMatchObject({
      open: 0,
      severity: 0,
      waiting: 0,
      hit: [],
      zones: 2,
      late: 0,
      flooding: [],
      silent: 0,
    })
    expect('phaseSince' in summary || 'lastAt' in summary).toBe(false)
  })

  test('holds the worst of each zone, what waits and the oldest phase', () => {
    const summary = summaryOf(plant, [
      row({
        zones: ['b', 'a'],
        severity: 90,
        response: response({
          phaseSince: 7,
          waiting: doingOf(documents({ approvals: [approval(), approval()] })).waiting,
        }),
      }),
      row({ zones: ['a'], lastAt: 20, response: response({ state: 'parked', waiting: [], lateAt: 9 }) }),
    ])
    expect(summary).toMatchObject({ open: 2, severity: 90, waiting: 2, parked: 1, late: 1, phaseSince: 5, lastAt: 20 })
    expect(summary.hit).toEqual([
      { zone: 'a', severity: 90 },
      { zone: 'b', severity: 90 },
    ])
  })

  test('says which zones and desks flood their operator and how many sensors are silent', () => {
    const desk = { id: 'hall', name: { ja: '操作卓', en: 'Hall' }, zones: ['c', 'a'] }
    const sights = sightOf(
      [
        flooded(plant, { plant: 'p', zone: 'b' }),
        flooded(plant, { plant: 'p', zone: 'a' }),
        flooded(
          { ...plant, alarms: { suppression: [], latched: [], positions: [desk] } },
          { plant: 'q', desk: 'hall' },
        ),
      ],
      ['p', 'p'],
    )
    expect(summaryOf(plant, [], sights.get('p'))).toMatchObject({ flooding: ['a', 'b'], silent: 2 })
    expect(sights.get('q')).toEqual({ flooding: ['a', 'c'], floodingDesks: [desk], silent: 0 })
  })

  test('leaves out of the clock what has ended, and counts drills apart', () => {
    const summary = summaryOf(plant, [
      row({ response: response({ state: 'done', phaseSince: 1, waiting: [] }) }),
      row({ drill: 'd', severity: 100, zones: ['z'] }),
    ])
    expect(summary).toMatchObject({ open: 1, drills: 1, severity: 50, hit: [{ zone: 'a', severity: 50 }] })
    expect(summary.phaseSince).toBeUndefined()
  })
})
