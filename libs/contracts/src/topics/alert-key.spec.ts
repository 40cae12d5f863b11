import { describe, expect, test } from '@jest/globals'
import type { Plant } from '../documents/plant.js'
import { alertKey, alertKeySince, desksOf } from './alert-key.js'

const name = { ja: '卓', en: 'desk' }
const plant = {
  id: 'p',
  alarms: { suppression: [], latched: [], positions: [{ id: 'oa', name, zones: ['line-1', 'line-2'] }] },
} as unknown as Plant
const MINUTE = 60_000

describe('the key of an alert', () => {
  const desks = desksOf([plant, { id: 'q' }])

  test('is its desk’s where its zone has one, else its zone’s', () => {
    expect(['line-1', 'line-2', 'line-3'].map((zone) => alertKey(desks, 'p', zone))).toEqual([
      'p/@oa',
      'p/@oa',
      'p/line-3',
    ])
    expect(alertKey(desks, 'q', 'line-1')).toBe('q/line-1')
  })

  test('tells a desk from a zone of the same name', () => expect(alertKey(desks, 'p', 'oa')).toBe('p/oa'))

  test('says nothing of alerts from before the desks changed, and of the minute in which they did', () => {
    const of = { plant: 'p', zone: 'line-1' }
    const changed = { ...plant, desksSince: 10 * MINUTE }
    expect([0, 10 * MINUTE, 11 * MINUTE].map((from) => alertKeySince(changed, of, from))).toEqual([
      undefined,
      undefined,
      'p/@oa',
    ])
    expect(alertKeySince(plant, of, 0)).toBe('p/@oa')
    expect(alertKeySince(undefined, of, 0)).toBe('p/line-1')
  })
})
