import { expect, test } from '@jest/globals'
import type { AlarmCover, HoldList, PlantCover } from '@genba/contracts'
import { handedCovers, handedHolds } from './handed.js'

const kept = (cover: PlantCover['cover']): PlantCover => ({ v: 1, id: cover.id, version: 1, plant: 'p', at: 0, cover })
const place = { v: 1, plant: 'p', zone: 'z', reason: 'x', by: 'soc', from: 0 } as const
const shelf = (id: string, drill: object = {}): AlarmCover => ({
  ...{ ...place, kind: 'shelf', id, rule: 'r', until: 9 },
  ...drill,
})
const out: AlarmCover = { ...place, kind: 'outOfService', id: 'o', rule: 'r', approvedBy: 'shift' }
const work: AlarmCover = { ...place, kind: 'maintenance', id: 'w', until: 9 }
const asked: PlantCover['cover'] = { kind: 'request', id: 'q', plant: 'p', zone: 'z', reason: 'x', by: 'soc' }

test('the next shift is handed what hides real alarms, and no shelf of a drill', () => {
  expect(handedCovers([shelf('s'), shelf('d', { drill: 'autumn' }), out, work, asked].map(kept))).toEqual({
    shelves: [shelf('s'), out],
    maintenance: [work],
  })
})

test('it is handed the measures that stand in the plant, and none that a drill simulated', () => {
  const hold: HoldList['holds'][number] = {
    plant: 'p',
    incident: 'i',
    isDrill: false,
    hold: {
      ...{ id: 'h', run: 'i~1', step: 'do', title: { ja: '遮断', en: 'Block' }, connector: 'firewall', since: 0 },
      ...{ request: { type: 'http-api', method: 'POST', path: '/', body: '' } },
      ...{ undo: { by: 'person', text: { ja: '戻す', en: 'Undo' } }, roles: ['shift-leader'], until: 9 },
      ...{ state: { at: 'standing' }, works: 0, renewals: [] },
    },
  }
  expect(handedHolds([hold, { ...hold, isDrill: true }])).toEqual([
    {
      ...{ id: 'h', title: { ja: '遮断', en: 'Block' }, connector: 'firewall', roles: ['shift-leader'], until: 9 },
      ...{ incident: 'i', state: { at: 'standing' }, undo: { by: 'person', text: { ja: '戻す', en: 'Undo' } } },
    },
  ])
})
