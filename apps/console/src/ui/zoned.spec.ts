import { expect, test } from '@jest/globals'
import { zonedMoment, zonedText } from './zoned.js'

test.each([
  ['Asia/Tokyo', '2026-11-24T19:50', '2026-11-24T10:50:00Z'],
  ['Europe/Berlin', '2026-07-01T12:00', '2026-07-01T10:00:00Z'],
  ['Europe/Berlin', '2026-12-01T12:00', '2026-12-01T11:00:00Z'],
  // An hour after summer time has ended, and an hour before.
  ['Europe/Berlin', '2026-10-25T04:00', '2026-10-25T03:00:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00', '2026-10-24T23:00:00Z'],
])('%s %s is %s, both ways', (timeZone, text, moment) => {
  expect(new Date(zonedMoment(text, timeZone)).toISOString()).toBe(new Date(moment).toISOString())
  expect(zonedText(Date.parse(moment), timeZone)).toBe(text)
})

test('the empty field is no moment, both ways', () => {
  expect(zonedMoment('', 'Asia/Tokyo')).toBeNaN()
  expect(zonedText(Number.NaN, 'Asia/Tokyo')).toBe('')
})
