import { z } from 'zod'
import { EpochMs } from '../words.js'

/** The Kafka header of a tick; the message has no value, so that who reads records and knows no ticks finds none in it. */
export const TICK_HEADER = 'tick'

/**
 * Recorded every INGEST_TICK_MS by each ingest in every partition of alert.v1 and measurement.v1, without key and value, as JSON in the header `tick`: the
 * writer's clock has come so far. Time goes on in a partition that nobody reports anything to, and a replay finds it go on at the same places
 * (docs/decisions/0022).
 */
export const Tick = z.object({
  v: z.literal(1),
  /** The writer's clock when it wrote it, the one by which it also says `receivedAt`. */
  at: EpochMs,
})
export type Tick = z.infer<typeof Tick>

export const writeTick = (at: number): string => JSON.stringify({ v: 1, at } satisfies Tick)

/** Undefined when the text is no tick of this version. */
export function readTick(text: string): Tick | undefined {
  try {
    const read = Tick.safeParse(JSON.parse(text))
    return read.success ? read.data : undefined
  } catch {
    return undefined
  }
}
