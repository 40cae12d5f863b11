import { EventEmitter, once } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { endInTime, within } from './end-in-time.js'
import type { Log } from './telemetry/log.js'

const never = new Promise(() => undefined)

describe('a process that is asked to end', () => {
  test('is over when its time is up although a part of it hangs, and says so', async () => {
    const told: unknown[] = []
    const self = new EventEmitter()
    const over = once(self, 'exit')
    endInTime(
      { fatal: (words: unknown) => told.push(words) } as unknown as Log,
      { once: self.once.bind(self), exit: (code: number) => self.emit('exit', code) } as never,
      1,
    )
    self.emit('SIGTERM')
    // The deadline keeps no process alive, nor this one.
    const awake = setInterval(() => undefined, 1_000)
    expect(await over).toEqual([1])
    clearInterval(awake)
    expect(told).toEqual([{ signal: 'SIGTERM', maxMs: 1 }])
  })
})

describe('a part of it', () => {
  test('has its time and no more', async () => {
    expect(await within(never, 1)).toBe(false)
  })

  test.each([
    ['ended', () => Promise.resolve()],
    ['failed to end', () => Promise.reject(new Error('away'))],
  ])('is done when it has %s', async (_, work) => {
    expect(await within(work(), 60_000)).toBe(true)
  })
})
