import type { Phase, Response } from '@genba/contracts'

/** Time in one phase of one loop: what is over, since when it runs if it does, what it may take, and whether it took longer. */
export type PhaseTime = { spentMs: number; since?: number; budgetMs?: number; isLate: boolean }

export function phaseTime(clock: Response['clock'], loop: number, phase: Phase): PhaseTime | undefined {
  const stays = clock.filter((stay) => stay.loop === loop && stay.phase === phase)
  if (stays.length === 0) return undefined
  const spentMs = stays.reduce((sum, { enteredAt, leftAt }) => sum + (leftAt === undefined ? 0 : leftAt - enteredAt), 0)
  const running = stays.find(({ leftAt }) => leftAt === undefined)
  const budgetMs = stays.at(-1)?.budgetMs
  return {
    spentMs,
    ...(running ? { since: running.enteredAt } : {}),
    ...(budgetMs === undefined ? {} : { budgetMs }),
    isLate: stays.some(({ lateAt }) => lateAt !== undefined),
  }
}
