import { expect, test } from '@jest/globals'
import type { Plant } from '@genba/contracts'
import { isCurrent } from './is-current.js'

const plant = {
  id: 'p',
  alarms: {
    suppression: [],
    latched: [],
    positions: [{ id: 'hall', name: { ja: '卓', en: 'Hall' }, zones: ['a', 'b'] }],
  },
} as unknown as Plant
const ofZone = (zone: string, drill?: string) => ({ id: `p/${zone}`, plant: 'p', zone, ...(drill ? { drill } : {}) })

test('of a zone that is at a desk the desk’s position is the one of now; a drill has its own', () => {
  expect([ofZone('a'), ofZone('c'), ofZone('a', 'd')].map((each) => isCurrent(plant, each))).toEqual([
    false,
    true,
    true,
  ])
  expect(['p/@hall', 'p/@gone'].map((id) => isCurrent(plant, { id, plant: 'p' }))).toEqual([true, false])
  expect([ofZone('a'), { id: 'p/@hall', plant: 'p' }].map((each) => isCurrent(undefined, each))).toEqual([true, false])
})
