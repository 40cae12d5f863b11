import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findRow, emptyTable, insertRow, isFull, removeRow, liveCount } from './table.js'
import { ALARM_DEFAULTS } from './settings.js'

test('the table finds exactly what was put in and not taken out, through growing and reuse of rows', () => {
  const key = fc.tuple(
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 0, max: 9 }),
    fc.integer({ min: 0, max: 9 }),
    fc.constantFrom('', 'vt-3'),
  )
  fc.assert(
    fc.property(fc.array(key, { minLength: 400, maxLength: 1_500 }), (keys) => {
      const table = emptyTable({ ...ALARM_DEFAULTS, alarmsMax: 400 })
      const model = new Map<string, number>()
      for (const [zone, asset, rule, point] of keys) {
        const given = { asset: `a${asset}`, rule: `r${rule}`, name: 'title', at: 1 }
        const text = [zone, given.asset, given.rule, point].join(' ')
        const row = findRow(table, zone, given.asset, given.rule, point)
        expect(row).toBe(model.get(text) ?? -1)
        if (row >= 0) {
          removeRow(table, row)
          model.delete(text)
        } else if (!isFull(table)) model.set(text, insertRow(table, zone, given, point))
      }
      expect(liveCount(table)).toBe(model.size)
      for (const [text, row] of model) {
        const [zone, asset, rule, point] = text.split(' ') as [string, string, string, string]
        // Past the keys looked up lately, which would hide a broken index.
        table.recents.zones.fill(0)
        expect(findRow(table, Number(zone), asset, rule, point)).toBe(row)
      }
    }),
    { numRuns: 60 },
  )
})
