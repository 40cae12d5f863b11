import { expect, test } from '@jest/globals'
import { isAboutAlarms, Lifecycle } from './lifecycle.v1.js'

const told = { v: 1, id: 'l-1', plant: 'p', reason: 'pump work', by: 'operator', at: 5 }
const place = { v: 1, id: 'c-1', plant: 'p', zone: 'line-1', reason: 'pump work', by: 'operator', from: 10, until: 20 }

test('what people do with incidents and with alarms is told apart', () => {
  const read = (rest: object) => Lifecycle.safeParse({ ...told, ...rest })
  expect(isAboutAlarms(read({ to: 'closed', incident: 'i' }).data!)).toBe(false)
  expect(isAboutAlarms(read({ to: 'acknowledged', alarm: 'p/line-1/-/high' }).data!)).toBe(true)
  for (const cover of [
    { kind: 'shelf', ...place, rule: 'high' },
    { kind: 'outOfService', ...place, rule: 'high', approvedBy: 'engineer' },
    { kind: 'maintenance', ...place, asset: 'press' },
  ])
    expect(read({ to: 'covered', cover }).data).toEqual({ ...told, to: 'covered', cover })
})

test('a cover on its way keeps the bounds of its document', () => {
  const read = (cover: object) => Lifecycle.safeParse({ ...told, to: 'covered', cover }).success
  expect(read({ kind: 'shelf', ...place, rule: 'high', until: 10 })).toBe(false)
  expect(read({ kind: 'shelf', ...place, rule: 'high', until: 10 + 25 * 3_600_000 })).toBe(false)
  expect(read({ kind: 'outOfService', ...place, rule: 'high', approvedBy: 'operator' })).toBe(false)
  expect(read({ kind: 'outOfService', ...place, approvedBy: 'engineer' })).toBe(false)
})
