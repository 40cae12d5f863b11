import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { impact } from './impact.js'
import { neighbours, reach } from './reach.js'
import { readPlant } from './read-plant.js'

const plant = readPlant(
  readFileSync(join(import.meta.dirname, '../plants/model-factory.yml'), 'utf8'),
  'model-factory.yml',
)

describe('an intruder', () => {
  test('goes on through conduits in their direction only', () => {
    expect(neighbours(plant, 'maintenance').map(({ zone }) => zone)).toEqual([
      'supervision',
      'line-1',
      'line-2',
      'line-3',
    ])
    expect(neighbours(plant, 'line-1')).toEqual([])
    expect(neighbours(plant, 'dmz')).toEqual([
      { zone: 'warehouse', conduit: 'dmz-warehouse' },
      { zone: 'oa', conduit: 'oa-dmz' },
    ])
  })
  test('in the office reaches the lines in three steps', () => {
    expect(reach(plant, ['oa'], 3)).toEqual(
      expect.arrayContaining([
        { zone: 'production-control', conduit: 'oa-production-control', hops: 1 },
        { zone: 'supervision', conduit: 'production-control-supervision', hops: 2 },
        { zone: 'line-1', conduit: 'supervision-line-1', hops: 3 },
      ]),
    )
    expect(reach(plant, ['oa'], 0)).toEqual([])
  })
  test('never reaches a zone twice', () => {
    const zones = reach(plant, ['oa', 'maintenance'], 9).map(({ zone }) => zone)
    expect(new Set(zones).size).toBe(zones.length)
    expect(zones).not.toContain('oa')
  })
})

describe('the impact', () => {
  test("on a line's PLC is that of the PLC and the business processes that it supports", () => {
    const { importance, processes, assets } = impact(plant, { zones: ['line-1'], assets: ['line-1-mounter-plc'] })
    expect(importance).toEqual({ bc: 'high', s: 'medium', q: 'high', d: 'high', c: 'high' })
    expect({ processes, assets }).toEqual({
      processes: ['production-and-inspection', 'maintenance'],
      assets: ['line-1-mounter-plc'],
    })
  })
  test('on an AGV is high for safety', () =>
    expect(impact(plant, { zones: ['transport'], assets: ['agv-1'] }).importance.s).toBe('high'))
  test('on a zone of which no asset is known is that of the zone, with every business process that may be hit', () => {
    expect(impact(plant, { zones: ['production-control'], assets: [] })).toMatchObject({
      importance: { bc: 'high', s: 'low', q: 'high', d: 'high', c: 'medium' },
      assets: [],
      processes: expect.arrayContaining(['traceability-lookup']),
    })
  })
  test('of an incident in two zones counts both', () => {
    expect(impact(plant, { zones: ['line-1', 'transport'], assets: ['line-1-reflow-plc'] }).importance.s).toBe('high')
  })
  test('on what the plant does not have is none', () => {
    expect(impact(plant, { zones: ['unplaced'], assets: ['ghost'] })).toEqual({
      importance: { bc: 'low', s: 'low', q: 'low', d: 'low', c: 'low' },
      assets: [],
      processes: [],
      reach: [],
    })
  })
})
