import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { LiveBatch, type LiveEvent, type TimelineEntry } from '@genba/contracts'
import { Rooms } from './rooms.js'

const page = (incident: string, incidentVersion: number): LiveEvent => ({
  event: 'incident.page',
  incident,
  incidentVersion,
  responseVersion: 0,
})
const added = (id: string): LiveEvent => {
  const entry: TimelineEntry = {
    v: 1,
    id,
    plant: 'p',
    incident: 'i',
    at: 1,
    kind: 'step.done',
    by: 'genba',
    params: {},
    version: 1,
  }
  return { event: 'timeline.added', entry }
}

describe('a room', () => {
  const sent: LiveBatch[] = []
  let tellingMs = 0
  const rooms = () =>
    new Rooms(
      (batch) => {
        sent.push(LiveBatch.parse(batch))
        jest.setSystemTime(Date.now() + tellingMs)
      },
      () => Date.now(),
      { restMs: 10, restMaxMs: 50, events: 3 },
    )
  const pass = (ms: number) => jest.advanceTimersByTime(ms)

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 })
    sent.length = 0
    tellingMs = 0
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  test('is told the first thing at once and the following ones together', () => {
    const live = rooms()
    live.open('plant:p')
    live.push('plant:p', [page('a', 1)])
    pass(1)
    expect(sent).toEqual([{ room: 'plant:p', seq: 1, events: [page('a', 1)] }])
    live.push('plant:p', [page('a', 2)])
    live.push('plant:p', [page('b', 1)])
    pass(8)
    expect(sent).toHaveLength(1)
    pass(2)
    expect(sent[1]).toEqual({ room: 'plant:p', seq: 2, events: [page('a', 2), page('b', 1)] })
  })

  test.each([
    [1, 10],
    [20, 20],
    [100, 50],
  ])('that takes %i ms to tell rests %i ms', (took, restMs) => {
    tellingMs = took
    const live = rooms()
    live.open('plant:p')
    live.push('plant:p', [page('a', 1)])
    jest.runOnlyPendingTimers()
    live.push('plant:p', [page('a', 2)])
    pass(restMs - 1)
    expect(sent).toHaveLength(1)
    pass(1)
    expect(sent).toHaveLength(2)
  })

  test('is told only the newest about a thing, but every timeline entry once', () => {
    const live = rooms()
    live.open('incident:i')
    live.push('incident:i', [page('i', 1), added('e1'), page('i', 2), added('e2'), added('e1')])
    pass(1)
    expect(sent[0]?.events).toEqual([page('i', 2), added('e2'), added('e1')])
  })

  test('with nobody in it costs nothing', () => {
    const live = rooms()
    live.push('plant:p', [page('a', 1)])
    pass(100)
    expect(sent).toEqual([])
    expect(jest.getTimerCount()).toBe(0)
  })

  test('that everybody left forgets what it was going to say', () => {
    const live = rooms()
    live.open('plant:p')
    live.push('plant:p', [page('a', 1)])
    live.close('plant:p')
    pass(100)
    expect(sent).toEqual([])
  })

  test('with too much to say leaves a gap instead', () => {
    const live = rooms()
    live.open('plant:p')
    live.push(
      'plant:p',
      ['a', 'b', 'c', 'd', 'e'].map((id) => page(id, 1)),
    )
    pass(1)
    expect(sent).toEqual([{ room: 'plant:p', seq: 2, events: [] }])
    expect(live.overflowed).toBe(1)
    expect(live.seq('plant:p')).toBe(2)
  })
})
