import type { ChoiceTable, ChooseRow, IncidentChoice } from '@genba/contracts'
import type { Account } from '../config.js'
import { inSession } from '../explain/ask.js'
import type { Say } from '../say.js'

type Language = 'ja' | 'en'
type Options = { language: Language; json: boolean }
type Row = ChoiceTable['table']['rows'][number]

/** The table that chooses playbooks, row by row; with an incident which row that fits, and why. */
export async function chooseFor(
  account: Account,
  incident: string | undefined,
  options: Options,
  say: Say,
): Promise<void> {
  const lines = await inSession(account, async ({ ask }) => {
    if (incident === undefined) return linesOf(await ask('getChoiceTable', {}), tableLines, options)
    return linesOf(await ask('getIncidentChoice', { incident }), whyLines, options)
  })
  lines.forEach((line) => say(line))
}

const linesOf = <T>(answer: T, words: (answer: T, language: Language) => string[], { json, language }: Options) =>
  json ? [JSON.stringify(answer, null, 2)] : words(answer, language)

function tableLines({ table: { id, folder, loadedAt, rows } }: ChoiceTable, language: Language): string[] {
  return [
    `table ${id}, ${folder ?? 'came with Genba'}, since ${new Date(loadedAt).toISOString()}; the first row that fits wins`,
    ...rows.flatMap((row, n) => [`${n + 1}. ${nameOf(row, language)}`, ...whenLines(row)]),
  ]
}

function whyLines(why: IncidentChoice, language: Language): string[] {
  const { table, row, rows, chosen, finding, severity, answeredBy } = why
  const of = finding && [finding.rule, `zone ${finding.zone}`, finding.zoneNetwork, ...(finding.assetKinds ?? [])]
  return [
    `${nameOf(chosen, language)}: row ${row + 1} of ${rows}, table ${table}`,
    ...whenLines(chosen),
    `   fits: ${of ? of.filter((word) => word !== undefined).join(', ') : 'no finding'}; severity ${severity}`,
    ...(answeredBy !== undefined && answeredBy !== chosen.current ? [`   under way with: ${answeredBy}`] : []),
  ]
}

const nameOf = ({ playbook, title, current }: Row, language: Language): string =>
  `${title?.[language] ?? playbook}  ${current ?? `${playbook} (none may begin: passed over)`}`

function whenLines({ when }: ChooseRow): string[] {
  const asked = Object.entries(when).map(([what, values]) => `   ${what}: ${[values].flat().join(', ')}`)
  return asked.length > 0 ? asked : ['   everything else']
}
