import { expect, test } from '@jest/globals'
import { conditionOf } from './alert-condition.js'

test('a source that tells begin and end is believed, one that does not has reported', () => {
  const says = (fields: Record<string, string | number>) => conditionOf({ kind: 'process', rule: 'high', fields })
  expect(says({ status: 'firing' })).toBe('stands')
  expect(says({ status: 'resolved' })).toBe('returned')
  expect(says({ 'alarm.condition': 'inactive' })).toBe('returned')
  for (const fields of [{}, { status: 200 }, { status: 'constructor' }])
    expect(says(fields as Record<string, string>)).toBe('reported')
})

test('what comes off the wire ends nothing', () => {
  expect(
    conditionOf({ kind: 'network', rule: 'anomaly:limits', fields: { status: 'resolved', state: 'returned' } }),
  ).toBe('reported')
})

test('Genba’s own detectors tell begin and end', () => {
  const says = (state: string) => conditionOf({ kind: 'process', rule: 'anomaly:limits', fields: { state } })
  expect([says('standing'), says('returned')]).toEqual(['stands', 'returned'])
  expect(conditionOf({ kind: 'process', rule: 'high', fields: { state: 'returned' } })).toBe('reported')
})
