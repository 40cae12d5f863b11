import { describe, expect, it } from '@jest/globals'
import type { PlantSummary } from '@genba/contracts'
import { keepPlants } from './keep-plants.js'

const plant = (id: string, more: Partial<PlantSummary> = {}): PlantSummary => ({
  id,
  name: { ja: id, en: id },
  timeZone: 'UTC',
  state: 'running',
  zones: 1,
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

describe('a list of plants', () => {
  it('stays the same while only numbers change', () => {
    const keep = keepPlants()
    const first = keep([plant('a'), plant('b')])
    expect(keep([plant('a', { open: 3 }), plant('b')])).toBe(first)
  })

  it.each([
    ['another state', [plant('a', { state: 'stopped' })]],
    ['another name', [plant('a', { name: { ja: '新', en: 'new' } })]],
    ['a plant more', [plant('a'), plant('b')]],
    ['no plant', []],
  ])('is a new one with %s', (_, next) => {
    const keep = keepPlants()
    keep([plant('a')])
    expect(keep(next)).toBe(next)
  })
})
