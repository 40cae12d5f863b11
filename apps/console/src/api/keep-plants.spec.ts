import { describe, expect, it } from '@jest/globals'
import { plantSummary as plant } from '../testing/samples.js'
import { keepPlants } from './keep-plants.js'

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
