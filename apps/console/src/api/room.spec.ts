import { describe, expect, it } from '@jest/globals'
import type { LiveEvent } from '@genba/contracts'
import { joined, takeBatch, type RoomState } from './room.js'

const page: LiveEvent = { event: 'incident.page', incident: 'p~z~r~1', incidentVersion: 2, responseVersion: 1 }
const at = (seq: number): RoomState => ({ at: 'joined', seq })

describe('a room', () => {
  it('asks REST once more after it was joined', () => {
    expect(joined(7)).toEqual({ state: at(7), events: [], catchUp: true })
  })
  it('uses the batch that follows', () => {
    expect(takeBatch(at(7), { seq: 8, events: [page] })).toEqual({ state: at(8), events: [page], catchUp: false })
  })
  it('catches up over a gap and takes the new number', () => {
    expect(takeBatch(at(7), { seq: 10, events: [page] })).toEqual({ state: at(10), events: [page], catchUp: true })
  })
  it('leaves a batch that came twice', () => {
    expect(takeBatch(at(7), { seq: 7, events: [page] })).toEqual({ state: at(7), events: [], catchUp: false })
  })
  it('leaves what comes before the join was answered, because the join catches up', () => {
    expect(takeBatch({ at: 'joining' }, { seq: 3, events: [page] }).events).toEqual([])
  })
})
