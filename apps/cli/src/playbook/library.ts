import { writeFile } from 'node:fs/promises'
import type { PlaybookList, PlaybookRow } from '@genba/contracts'
import { sayFault } from '@genba/playbook'
import type { Account } from '../config.js'
import { inSession } from '../explain/ask.js'
import type { Say } from '../say.js'
import { Stop } from '../stop.js'
import { wordsOf } from './check.js'
import { readText } from './files.js'

/** Versions asked for at once. */
const PAGE = 200

/** Every version that an installation knows, one a line: its state, its version, who signed it, its name. */
export async function list(
  account: Account,
  { language, json }: { language: 'ja' | 'en'; json: boolean },
  say: Say,
): Promise<void> {
  const all = await inSession(account, async ({ ask }) => {
    const query = { limit: String(PAGE) }
    let page: PlaybookList = await ask('listPlaybooks', {}, { query })
    const { playbooks } = page
    while (page.next !== undefined) {
      page = await ask('listPlaybooks', {}, { query: { ...query, after: page.next } })
      playbooks.push(...page.playbooks)
    }
    return { ...page, playbooks }
  })
  if (json) return say(JSON.stringify(all, null, 2))
  for (const row of all.playbooks) say(lineOf(row, language))
}

function lineOf({ state, version, signature, title, running }: PlaybookRow, language: 'ja' | 'en'): string {
  const runs = running > 0 ? `  ${running} running` : ''
  return `${state.padEnd(11)}${version}  ${title[language]}  (${wordsOf(signature)})${runs}`
}

/** Takes files into the library, byte by byte, one after the other; stops at the first that is refused. */
export async function importFiles(account: Account, files: string[], say: Say): Promise<void> {
  await inSession(account, async ({ ask }) => {
    for (const file of files) {
      const text = await readText(file)
      const { version, signature, problems } = await ask('importPlaybook', {}, { body: { text } }).catch(
        (error: Error) => {
          throw new Stop(`${file}: ${error.message}`)
        },
      )
      say(`${file}: ${version}, ${wordsOf(signature)}${problems.length > 0 ? '; Genba does not run it:' : ''}`)
      for (const problem of problems) say(`  ${sayFault(problem)}`)
    }
  })
}

/** Writes one version (`id@modified`) into a new file, or to the screen, as it was imported. */
export async function exportFile(
  account: Account,
  version: string,
  { out }: { out?: string },
  say: Say,
): Promise<void> {
  const text = await inSession(account, ({ text: read }) => read('exportPlaybook', { playbook: version }))
  if (out === undefined) return say(text.replace(/\n$/, ''))
  await writeFile(out, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new Stop(error.code === 'EEXIST' ? `${out} is there already` : `${out}: ${error.code ?? error.message}`)
  })
  say(`${out}: ${version}`)
}
