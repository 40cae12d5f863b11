import { describe, expect, it } from '@jest/globals'
import { coalesce } from './coalesce.js'

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

describe('refetching', () => {
  it('asks once more when much changed during a fetch, not once per change', async () => {
    const ends: (() => void)[] = []
    const ask = coalesce(() => new Promise<void>((resolve) => ends.push(resolve)))
    ask('a')
    ask('a')
    ask('a')
    expect(ends).toHaveLength(1)
    ends[0]?.()
    await settled()
    expect(ends).toHaveLength(2)
    ends[1]?.()
    await settled()
    expect(ends).toHaveLength(2)
  })
  it('goes on after a failure', async () => {
    let runs = 0
    const ask = coalesce(() => {
      runs += 1
      return Promise.reject(new Error('away'))
    })
    ask('a')
    await settled()
    ask('a')
    expect(runs).toBe(2)
  })
})
