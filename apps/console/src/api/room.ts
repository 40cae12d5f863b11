import type { LiveBatch, LiveEvent } from '@genba/contracts'

/** Where a client stands in a room: not joined yet, or joined and caught up to `seq`. */
export type RoomState = { at: 'joining' } | { at: 'joined'; seq: number } | { at: 'refused'; code: string }

/** What to do with what came: use its events, or fetch over REST because something is missing. */
export type Step = { state: RoomState; events: LiveEvent[]; catchUp: boolean }

/** After a join, first or again, REST is asked once more: between the last answer and the join something may have happened. */
export const joined = (seq: number): Step => ({ state: { at: 'joined', seq }, events: [], catchUp: true })

/** Takes one batch. A batch that came twice is left; a gap catches up and goes on from the batch's number. */
export function takeBatch(state: RoomState, batch: Pick<LiveBatch, 'seq' | 'events'>): Step {
  if (state.at !== 'joined') return { state, events: [], catchUp: false }
  if (batch.seq <= state.seq) return { state, events: [], catchUp: false }
  return { state: { at: 'joined', seq: batch.seq }, events: batch.events, catchUp: batch.seq !== state.seq + 1 }
}
