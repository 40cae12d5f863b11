import { setTimeout as delay } from 'node:timers/promises'

/** The wall clock and waiting, so that specs run at their own pace. */
export type Clock = { now: () => number; wait: (waitMs: number) => Promise<void> }

export const WALL: Clock = { now: () => Date.now(), wait: (waitMs) => delay(waitMs) }
