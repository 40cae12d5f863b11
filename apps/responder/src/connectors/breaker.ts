export const FAILURES_MAX = 5
export const OPEN_MS = 10_000

/** Closed until `failures` reaches the bound; open until `openUntil`; then the next call tries, and one failure opens it again. */
export type Breaker = { failures: number; openUntil: number }
export const CLOSED: Breaker = { failures: 0, openUntil: 0 }

export const isOpen = ({ openUntil }: Breaker, now: number): boolean => now < openUntil

/** After a call that the system outside did not answer. Its refusals count as answers. */
export function afterFailure({ failures }: Breaker, now: number): Breaker {
  const after = failures + 1
  return { failures: after, openUntil: after >= FAILURES_MAX ? now + OPEN_MS : 0 }
}
