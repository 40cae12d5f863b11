import { describe, expect, it } from '@jest/globals'
import { readTick, writeTick } from './tick.v1.js'

describe('a tick', () => {
  it('is read as it was written', () => {
    expect(readTick(writeTick(1_779_087_600_000))).toEqual({ v: 1, at: 1_779_087_600_000 })
  })

  it.each([
    ['no JSON', '{'],
    ['another version', '{"v":2,"at":1}'],
    ['no time', '{"v":1}'],
    ['no object', 'null'],
  ])('is none with %s', (_, text) => {
    expect(readTick(text)).toBeUndefined()
  })
})
