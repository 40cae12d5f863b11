import { Phase, type Duty, type PhaseFigures, type PhaseTime, type PhaseTimes } from '@genba/contracts'
import { DAY_MINUTES, minuteOf, minutesLeft, wallClock, type Hours } from './local-time.js'

/** One response's OODA clock, with the zones that its incident had reached in each loop. */
export type Clocked = { clock: readonly PhaseTime[]; zonesOf: (loop: number) => readonly string[] }
type Span = { from: number; to: number }
type Tally = Map<Phase, PhaseFigures>
/** What of a stay lies in a zone or shift. */
type Share = { ms: number; parts: Span[] }

const MINUTE_MS = 60_000
/** Whose hours make a shift. */
const SHIFT_ROLE = 'shift-leader'

/**
 * Time spent in each OODA phase within a span, by zone and by shift (guideline 3.3(1)A). A stay counts in every zone that its incident
 * had reached in that loop. Shifts are the hours of shift leaders on the roster, in the plant's time zone: a stay is cut where one ends,
 * and of two at the same time the one named first has it; what lies in none is the row without hours. A stay that goes on lasts until
 * `to`. It was late in the shift in which its budget ran out.
 */
export function phaseTimes(
  responses: readonly Clocked[],
  { duties, timeZone, from, to }: { duties: readonly Duty[]; timeZone: string } & Span,
): Pick<PhaseTimes, 'zones' | 'shifts'> {
  const zones = new Map<string, Tally>()
  const shifts = shiftsOf(duties)
  const rows = new Map<Hours | undefined, Tally>(shifts.map((shift) => [shift, noTally()]))
  const shiftAt = shiftClock(shifts, timeZone)
  for (const { clock, zonesOf } of responses)
    for (const stay of clock) {
      const span = { from: Math.max(stay.enteredAt, from), to: Math.min(stay.leftAt ?? to, to) }
      if (span.to <= span.from) continue
      const whole = { ms: span.to - span.from, parts: [span] }
      for (const zone of new Set(zonesOf(stay.loop))) add(tallyOf(zones, zone), stay, whole)
      for (const [shift, within] of byShift(span, shiftAt)) add(tallyOf(rows, shift), stay, within)
    }
  return {
    zones: [...zones].map(([zone, tally]) => ({ zone, phases: [...tally.values()] })),
    shifts: [...rows].map(([shift, tally]) => ({
      ...(shift ? { from: shift.from, to: shift.to } : {}),
      phases: [...tally.values()],
    })),
  }
}

/** Hours that shift leaders share, whoever works them, in the order of the day. */
function shiftsOf(duties: readonly Duty[]): Hours[] {
  const shifts = new Map<string, Hours>()
  for (const { role, days, from, to } of duties) {
    if (role !== SHIFT_ROLE) continue
    const known = shifts.get(`${from} ${to}`)
    shifts.set(`${from} ${to}`, { from, to, days: [...new Set([...(known?.days ?? []), ...days])] })
  }
  return [...shifts.values()].sort((a, b) => minuteOf(a.from) - minuteOf(b.from))
}

type ShiftAt = (now: number) => { shift: Hours | undefined; until: number }

/** The shift at a moment, and the next moment at which it can be another one. */
function shiftClock(shifts: readonly Hours[], timeZone: string): ShiftAt {
  const localAt = wallClock(timeZone)
  return (now) => {
    const local = localAt(now)
    const begun = now - (now % MINUTE_MS)
    const shift = shifts.find((each) => minutesLeft(each, local) !== undefined)
    const begins = shifts.map(({ from }) => (minuteOf(from) - local.minute + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES)
    const ends = shift ? [minutesLeft(shift, local)!] : []
    return { shift, until: begun + Math.min(DAY_MINUTES, ...begins, ...ends) * MINUTE_MS }
  }
}

/** The parts of a span that lie in each shift. */
function byShift(span: Span, shiftAt: ShiftAt): Map<Hours | undefined, Share> {
  const found = new Map<Hours | undefined, Share>()
  for (let at = span.from; at < span.to;) {
    const { shift, until } = shiftAt(at)
    const part = { from: at, to: Math.min(until, span.to) }
    const known = found.get(shift) ?? { ms: 0, parts: [] }
    found.set(shift, { ms: known.ms + part.to - part.from, parts: [...known.parts, part] })
    at = part.to
  }
  return found
}

function tallyOf<K>(tallies: Map<K, Tally>, key: K): Tally {
  const known = tallies.get(key) ?? noTally()
  tallies.set(key, known)
  return known
}

const noTally = (): Tally =>
  new Map(Phase.options.map((phase) => [phase, { phase, stays: 0, late: 0, totalMs: 0, longestMs: 0 }]))

function add(tally: Tally, { phase, lateAt }: PhaseTime, { ms, parts }: Share): void {
  const figures = tally.get(phase)!
  figures.stays += 1
  figures.totalMs += ms
  figures.longestMs = Math.max(figures.longestMs, ms)
  if (lateAt !== undefined && parts.some(({ from, to }) => lateAt >= from && lateAt < to)) figures.late += 1
}
