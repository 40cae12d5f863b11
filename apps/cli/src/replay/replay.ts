import { Relayed } from '@genba/contracts'
import type { Target } from '../config.js'
import type { Say } from '../say.js'
import { Outbox } from '../send/outbox.js'
import { tallyText } from '../send/tally.js'
import { Stop } from '../stop.js'
import type { Clock } from '../wait.js'
import { asObject, detectKind, type Kind } from './detect-kind.js'
import { readLines } from './read-lines.js'
import { momentOf, shiftRecord, timeOf } from './record-time.js'

export type ReplayOptions = {
  /** Absent: as fast as ingest takes them; 1: at the pace of the records' times. */
  speed?: number
  /** Moves every time so that the first record is now. */
  now: boolean
}

/** Sends a capture with its own times, in bounded memory. Each line becomes an envelope whose `n` is its line number. */
export async function replay(
  file: string,
  target: Target,
  options: ReplayOptions,
  io: { clock: Clock; say: Say },
): Promise<void> {
  const { clock, say } = io
  const outbox = new Outbox(target, clock, say)
  const startedAt = clock.now()
  let kind: Kind | undefined
  let first: number | undefined
  let last = startedAt
  for await (const { number, text } of readLines(file)) {
    if (kind === undefined) {
      kind = kindOf(file, number, text)
      say(`${file}: ${kind} → ${target.to}`)
    }
    const { relayed, at } = wrap(kind, number, text, { last, now: startedAt })
    last = at
    first ??= at
    if (options.speed !== undefined) await pace(startedAt + (at - first) / options.speed, outbox, clock)
    await outbox.add(options.now ? shift(relayed, startedAt - first, startedAt) : relayed, `line ${number}`)
  }
  if (kind === undefined) throw new Stop(`${file} has no line to send`)
  await outbox.flush()
  say(`${file}: ${tallyText(outbox.tally)}`)
}

function kindOf(file: string, number: number, text: string): Kind {
  const kind = detectKind(text)
  if (kind === undefined)
    throw new Stop(`${file}:${number} is JSON, but neither EVE, a relayed feed, Genba's alerts nor measurements`)
  return kind
}

type Wrapped = { relayed: Relayed; at: number }

/** A line without a time that can be read takes the time of the line before it; one that is broken is sent as it is, for ingest to refuse and keep. */
function wrap(kind: Kind, n: number, text: string, { last, now }: { last: number; now: number }): Wrapped {
  if (kind === 'relayed') {
    const read = Relayed.safeParse(asObject(text))
    const at = read.success ? momentOf(read.data.received_at) : undefined
    if (read.success) return { relayed: { n, ...read.data }, at: at ?? last }
    return { relayed: { n, received_at: new Date(last).toISOString(), source: 'genba', record: text }, at: last }
  }
  const record = kind === 'syslog' ? text : (asObject(text) ?? text)
  const at = timeOf(kind, record, now) ?? last
  return { relayed: { n, received_at: new Date(at).toISOString(), source: kind, record }, at }
}

function shift(relayed: Relayed, deltaMs: number, now: number): Relayed {
  const received = momentOf(relayed.received_at)
  return {
    ...relayed,
    received_at: received === undefined ? relayed.received_at : new Date(received + deltaMs).toISOString(),
    record: shiftRecord(relayed.source, relayed.record, deltaMs, now),
  }
}

/** Sends what is due before it waits for what is not. */
async function pace(dueAt: number, outbox: Outbox, clock: Clock): Promise<void> {
  const waitMs = dueAt - clock.now()
  if (waitMs <= 0) return
  await outbox.flush()
  await clock.wait(waitMs)
}
