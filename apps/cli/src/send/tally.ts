import type { IngestAnswer } from '@genba/contracts'
import type { Say } from '../say.js'

/** Rejected lines shown one by one; what is beyond is counted, and ingest keeps every one as a dead letter. */
export const REJECTED_SHOWN_MAX = 100

export type Tally = { accepted: number; ignored: Record<string, number>; rejected: number; batches: number }

export const emptyTally = (): Tally => ({ accepted: 0, ignored: {}, rejected: 0, batches: 0 })

/** Adds one batch's answer and shows its rejected lines; `places` names the batch's lines as the person knows them. */
export function addAnswer(tally: Tally, answer: IngestAnswer, places: string[], say: Say): void {
  tally.batches += 1
  tally.accepted += answer.accepted
  for (const [type, count] of Object.entries(answer.ignored)) tally.ignored[type] = (tally.ignored[type] ?? 0) + count
  for (const { line, field, reason } of answer.rejected) {
    tally.rejected += 1
    if (tally.rejected > REJECTED_SHOWN_MAX) continue
    say(
      `  rejected ${places[line - 1] ?? `line ${line} of the batch`}: ${field === undefined ? '' : `${field}: `}${reason}`,
    )
  }
  if (tally.rejected > REJECTED_SHOWN_MAX && tally.rejected - answer.rejected.length <= REJECTED_SHOWN_MAX)
    say(`  (more than ${REJECTED_SHOWN_MAX} rejected lines: the rest is counted and kept among the dead letters)`)
}

export function tallyText({ accepted, ignored, rejected, batches }: Tally): string {
  const count = Object.values(ignored).reduce((sum, n) => sum + n, 0)
  const types = Object.entries(ignored)
    .map(([type, n]) => `${type} ${n}`)
    .join(', ')
  return `${accepted} accepted, ${count} ignored${types === '' ? '' : ` (${types})`}, ${rejected} rejected in ${batches} batches`
}
