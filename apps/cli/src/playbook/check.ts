import { webcrypto } from 'node:crypto'
import type { SignatureRule, SignatureState } from '@genba/contracts'
import { extensionOf, inspectPlaybook, refusedBy, sayFault, verifyPlaybook } from '@genba/playbook'
import type { Say } from '../say.js'
import { Stop } from '../stop.js'
import { readText, readTrust, readValid } from './files.js'

/** Says what is wrong with playbook files, and what keeps Genba from running those that are valid. */
export async function validate(files: string[], say: Say): Promise<void> {
  const results = await Promise.all(files.map(async (file) => ({ file, read: inspectPlaybook(await readText(file)) })))
  for (const { file, read } of results) {
    if (!read.ok) say(`${file}: no valid CACAO 2.0 playbook:`)
    else say(`${file}: valid, ${read.runnable ? 'Genba can run it' : 'but Genba does not run it:'}`)
    for (const fault of read.ok ? read.refusals : read.faults) say(`  ${sayFault(fault)}`)
  }
  const invalid = results.filter(({ read }) => !read.ok).length
  if (invalid > 0) throw new Stop(`${invalid} files are not valid`)
}

/** Says who signed playbook files; stops when one would be refused by the rule. */
export async function verify(
  files: string[],
  { trust, rule }: { trust: string; rule: SignatureRule },
  say: Say,
): Promise<void> {
  const trusted = await readTrust(trust)
  const refused: string[] = []
  for (const file of files) {
    const { playbook } = await readValid(file)
    const state = await verifyPlaybook(playbook, { trust: trusted, subtle: webcrypto.subtle, now: Date.now() })
    say(`${file}: ${wordsOf(state)}`)
    const why = refusedBy(state, rule)
    if (why) refused.push(`${file}: ${why}`)
  }
  if (refused.length > 0) throw new Stop(`refused\n${refused.join('\n')}`)
}

/** The workflow in words, in the order of the file. */
export async function show(file: string, { language }: { language: 'ja' | 'en' }, say: Say): Promise<void> {
  const { playbook, refusals } = await readValid(file)
  say(`${playbook.name}  ${playbook.id}  ${playbook.modified}${playbook.revoked ? '  revoked' : ''}`)
  for (const [id, step] of Object.entries(playbook.workflow)) {
    const extension = extensionOf(step)
    const phase = extension?.phase ?? ''
    const commands = (step.commands ?? []).map(({ type }) => type).join(', ')
    say(
      `  ${phase.padEnd(8)}${step.type.padEnd(17)}${extension?.name?.[language] ?? step.name ?? id}  ${commands}`.trimEnd(),
    )
  }
  refusals.forEach((refusal) => say(`not run: ${refusal}`))
}

export function wordsOf(state: SignatureState): string {
  switch (state.is) {
    case 'unsigned':
      return 'not signed'
    case 'trusted':
      return `signed by ${state.by}, trusted`
    case 'unknown':
      return `signed by ${state.signee}, whose key nobody here trusts`
    case 'broken':
      return `its signature does not hold: ${state.reason}`
  }
}
