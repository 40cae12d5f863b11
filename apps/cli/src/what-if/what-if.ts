import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { WhatIfInput, WhatIfTrial } from '@genba/contracts'
import type { Account } from '../config.js'
import { inSession } from '../explain/ask.js'
import { whyNot } from '../open.js'
import type { Say } from '../say.js'
import { Stop } from '../stop.js'
import type { Clock } from '../wait.js'
import { resultLines, type Language } from './result-lines.js'

export type WhatIfOptions = { rules: string; days: number; plant?: string[]; language: Language; json: boolean }

const POLL_MS = 500

/** Tries the rules, says how it goes, and prints the difference. Ctrl-C leaves it to the gateway, which ends it by itself. */
export async function whatIf(
  account: Account,
  { rules, days, plant, language, json }: WhatIfOptions,
  { clock, say }: { clock: Clock; say: Say },
): Promise<void> {
  const input: WhatIfInput = { ...(await readInput(rules)), days, ...(plant ? { plants: plant } : {}) }
  await inSession(account, async ({ ask }) => {
    let trial = await ask('startWhatIf', {}, { body: input })
    let said = 0
    while (trial.state === 'running') {
      await clock.wait(POLL_MS)
      trial = await ask('getWhatIf', {}, { query: { id: trial.id } })
      const { alerts, messages, ofMessages } = trial.progress
      const share = ofMessages === 0 ? 0 : Math.floor((10 * messages) / ofMessages)
      if (!json && trial.state === 'running' && share > said) say(`  ${(said = share) * 10} %  ${alerts} alerts`)
    }
    if (json) say(JSON.stringify(trial, null, 2))
    finish(trial, json ? undefined : (lines) => lines.forEach(say), language)
  })
}

function finish(trial: WhatIfTrial, print: ((lines: string[]) => void) | undefined, language: Language): void {
  const { state, faults, reason, result } = trial
  if (state === 'refused') throw new Stop(`the rules are not valid:\n${faults.join('\n')}`)
  if (!result) throw new Stop(`the trial ended without a result: ${state}${reason === undefined ? '' : `, ${reason}`}`)
  print?.(resultLines(result, language))
}

async function readInput(path: string): Promise<Pick<WhatIfInput, 'files' | 'replace'>> {
  const fail = (error: unknown): never => {
    throw new Stop(whyNot(path, error))
  }
  const isFolder = (await stat(path).catch(fail)).isDirectory()
  const names = isFolder ? (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).sort() : [basename(path)]
  if (names.length === 0) throw new Stop(`${path} holds no .yml file`)
  const files = await Promise.all(
    names.map(async (file) => ({
      file,
      text: await readFile(isFolder ? join(path, file) : path, 'utf8').catch(fail),
    })),
  )
  return { files, replace: isFolder ? 'pack' : 'files' }
}
