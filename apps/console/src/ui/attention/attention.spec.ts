import { describe, expect, it } from '@jest/globals'
import type { PlantSummary } from '@genba/contracts'
import { risen } from './attention.js'

const plant = (more: Partial<PlantSummary>): PlantSummary =>
  ({ id: 'p', open: 0, waiting: 0, severity: 0, ...more }) as PlantSummary
const ids = (before: PlantSummary[], now: PlantSummary[]) => risen(before, now).map(({ id }) => id)

describe('what is worth a sound', () => {
  it('is a new incident, and a decision that waits', () => {
    expect(ids([plant({})], [plant({ open: 1, severity: 50 })])).toEqual(['p'])
    expect(ids([plant({ open: 1, severity: 50 })], [plant({ open: 1, severity: 50, waiting: 1 })])).toEqual(['p'])
  })
  it('is not what gets better, nor a lesser incident beside a worse one, nor what was there at the start', () => {
    expect(ids([plant({ open: 2, waiting: 1 })], [plant({ open: 1 })])).toEqual([])
    expect(ids([plant({ open: 1, severity: 90 })], [plant({ open: 2, severity: 80 })])).toEqual([])
    expect(ids([], [plant({ open: 3, waiting: 2 })])).toEqual([])
  })
})
