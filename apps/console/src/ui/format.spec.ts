import { describe, expect, it } from '@jest/globals'
import { bytesText, clockText, momentText, spanText, timeText, zoneText } from './format.js'

const span = (ms: number): string => spanText(ms, (unit, n) => `${n}${unit}`, ' ')
const NOON = Date.UTC(2026, 4, 18, 3, 0, 0)

it('says how large a file is', () =>
  expect([0, 1_023, 1_024, 3_700, 20_480, 3_670_016].map(bytesText)).toEqual([
    '0 B',
    '1023 B',
    '1 KiB',
    '3.6 KiB',
    '20 KiB',
    '3.5 MiB',
  ]))

describe('a span', () => {
  it('shows its two largest units', () => {
    expect([span(0), span(59_999), span(60_000), span(3_725_000), span(90_000_000)]).toEqual([
      '0s',
      '59s',
      '1m',
      '1h 2m',
      '1d 1h',
    ])
  })
  it('never skips to a third unit', () => expect(span(3_605_000)).toBe('1h'))
  it('of a clock that runs ahead is zero', () => expect(span(-5_000)).toBe('0s'))
})

describe('a clock', () => {
  it('grows by hours and days', () => {
    expect([clockText(5_000), clockText(245_000), clockText(3_729_000), clockText(273_000_000)]).toEqual([
      '0:05',
      '4:05',
      '1:02:09',
      '3d 03:50',
    ])
  })
})

describe('a time', () => {
  it('is told in the time zone of the plant', () => {
    expect(timeText(NOON, NOON, 'ja', 'Asia/Tokyo')).toBe('12:00:00')
    expect(timeText(NOON, NOON, 'en', 'Europe/Berlin')).toBe('05:00:00')
  })
  it('names the day when it is another day at the plant', () => {
    expect(timeText(NOON - 13 * 3_600_000, NOON, 'ja', 'Asia/Tokyo')).toBe('05/17 23:00:00')
  })
  it('is complete where the date matters', () => {
    expect(momentText(NOON, 'ja', 'Asia/Tokyo')).toBe('2026/05/18 12:00:00')
  })
  it('comes with its zone', () => expect(zoneText(NOON, 'Asia/Tokyo')).toBe('Asia/Tokyo (GMT+9)'))
})
