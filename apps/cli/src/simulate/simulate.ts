import { play, readScenario, type Scenario } from '@genba/drill'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { Target } from '../config.js'
import { whyNot } from '../open.js'
import type { Say } from '../say.js'
import { Outbox } from '../send/outbox.js'
import { tallyText } from '../send/tally.js'
import { Stop } from '../stop.js'
import type { Clock } from '../wait.js'

/** What falls due within this time goes out together: few requests, and nobody sees the difference. */
const TICK_MS = 200

export type SimulateOptions = { speed: number; seed: number; loopNoise: boolean; drill?: string }

/** Reads and checks a scenario file. */
export async function openScenario(file: string): Promise<Scenario> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Stop(whyNot(file, error))
  })
  const read = readScenario(text, file)
  if (!read.ok) throw new Stop(`${read.at} ${read.reason}`)
  return read.scenario
}

/** Plays the scenario from now on: each record is sent when it falls due. */
export async function simulate(
  scenario: Scenario,
  target: Target,
  options: SimulateOptions,
  io: { clock: Clock; say: Say },
): Promise<void> {
  const { clock, say } = io
  const outbox = new Outbox(target, clock, say)
  const startAt = clock.now()
  const seen = new Set<string>()
  say(`${scenario.id} → ${target.to}, seed ${options.seed}, speed ${options.speed}`)
  for (const { at, stage, relayed } of play(scenario, { startAt, ...options })) {
    if (at > clock.now()) {
      await outbox.flush()
      // The bound of one wait also paces the sending: what falls due meanwhile makes the next batch.
      await clock.wait(Math.max(TICK_MS, at - clock.now()))
    }
    if (stage !== undefined && !seen.has(stage)) {
      seen.add(stage)
      say(stageText(scenario, stage, at - startAt))
    }
    await outbox.add(relayed, `record ${relayed.n}`)
  }
  await outbox.flush()
  say(`${scenario.id}: ${tallyText(outbox.tally)}`)
}

/** Writes the records as NDJSON instead, as fast as the disk takes them; `genba replay` can send the file later. */
export async function writeScenario(
  scenario: Scenario,
  file: string,
  options: SimulateOptions,
  io: { clock: Clock; say: Say },
): Promise<void> {
  if (options.loopNoise) throw new Stop('--loop-noise has no end, so it cannot be written to a file')
  const out = createWriteStream(file)
  // Listened for from the start: a file that cannot be opened fails before anyone waits for it.
  const ended = finished(out).catch((error: unknown) => {
    throw new Stop(whyNot(file, error))
  })
  ended.catch(() => undefined)
  let records = 0
  for (const { relayed } of play(scenario, { startAt: io.clock.now(), ...options })) {
    records += 1
    if (!out.write(`${JSON.stringify(relayed)}\n`)) await Promise.race([once(out, 'drain'), ended])
  }
  out.end()
  await ended
  io.say(`${scenario.id}: ${records} records written to ${file}`)
}

function stageText(scenario: Scenario, id: string, offsetMs: number): string {
  const name = scenario.stages.find((stage) => stage.id === id)?.name
  return `  ${(offsetMs / 1000).toFixed(1).padStart(6)} s  ${id}  ${name?.ja ?? ''} / ${name?.en ?? ''}`
}
