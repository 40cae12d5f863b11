import type { Phase, Response } from '@genba/contracts'

/** Time in one phase of one loop: what is over, and since when it runs if it does. */
export type PhaseTime = { spentMs: number; since?: number }

export function phaseTime(clock: Response['clock'], loop: number, phase: Phase): PhaseTime | undefined {
  const stays = clock.filter((stay) => stay.loop === loop && stay.phase === phase)
  if (stays.length === 0) return undefined
  const spentMs = stays.reduce((sum, { enteredAt, leftAt }) => sum + (leftAt === undefined ? 0 : leftAt - enteredAt), 0)
  const running = stays.find(({ leftAt }) => leftAt === undefined)
  return running ? { spentMs, since: running.enteredAt } : { spentMs }
}
