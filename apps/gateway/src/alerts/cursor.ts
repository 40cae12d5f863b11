import { Refused } from '@genba/contracts'
import { z } from 'zod'
import type { Lane } from './page-back.js'

const whole = z.number().int().min(0)
const Kept = z.object({
  from: whole,
  lanes: z.array(z.tuple([whole, whole, whole, whole])).max(1_000),
})

/** Where the next page goes on; undefined when nothing is left. */
export function writeCursor(from: number, lanes: readonly Lane[]): string | undefined {
  if (lanes.length === 0) return undefined
  const kept = { from, lanes: lanes.map(({ partition, low, end, skip }) => [partition, low, end, skip]) }
  return Buffer.from(JSON.stringify(kept)).toString('base64url')
}

/** Throws Refused BAD_INPUT for what is no cursor of ours. */
export function readCursor(text: string): { from: number; lanes: Lane[] } {
  try {
    const { from, lanes } = Kept.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    return { from, lanes: lanes.map(([partition, low, end, skip]) => ({ partition, low, end, skip })) }
  } catch (cause) {
    throw new Refused('BAD_INPUT', { at: 'cursor' }, { cause })
  }
}
