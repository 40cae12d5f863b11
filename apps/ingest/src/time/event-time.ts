const HOUR_MS = 3_600_000
/** A clock that is further off than this is not set, and its times would order nothing. */
export const CLOCK_OFF_MAX_MS = 24 * HOUR_MS

/**
 * How far back a source's time may lie. `live`: syslog lines, and whatever came with the time at which a relay received it, so that
 * the clock can be judged. `recorded`: EVE and Genba records posted without such a time may come out of a capture and keep their own
 * time however old. Times further ahead than CLOCK_OFF_MAX_MS are never believed: they would make everything after them late.
 */
export type Telling = 'live' | 'recorded'

const PAST_MAX_MS: Record<Telling, number> = { live: CLOCK_OFF_MAX_MS, recorded: Infinity }

/** The event time of a record, and whose clock it is: the source's where that is usable, else the time of receipt. */
export function eventTime(
  saidAt: number | undefined,
  receivedAt: number,
  telling: Telling,
): { at: number; clock: 'source' | 'received' } {
  const isUsable =
    saidAt !== undefined &&
    saidAt >= 0 &&
    saidAt - receivedAt <= CLOCK_OFF_MAX_MS &&
    receivedAt - saidAt <= PAST_MAX_MS[telling]
  return isUsable ? { at: saidAt, clock: 'source' } : { at: receivedAt, clock: 'received' }
}
