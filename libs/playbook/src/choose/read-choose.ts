import { ChooseRow } from '@genba/contracts'
import { parse } from 'yaml'
import { z } from 'zod'

export const CHOOSE_ROWS_MAX = 500

/**
 * Reads the decision table (YAML). `playbooks` are the ids that exist. The last row must fit everything, so that each incident gets a
 * playbook. Faults name file, row and remedy.
 */
export function readChoose(
  yamlText: string,
  file: string,
  playbooks: ReadonlySet<string>,
): { ok: true; table: ChooseRow[] } | { ok: false; faults: string[] } {
  const read = z.strictObject({ rows: z.array(ChooseRow).min(1).max(CHOOSE_ROWS_MAX) }).safeParse(treeOf(yamlText))
  if (!read.success)
    return {
      ok: false,
      faults: read.error.issues.map(
        (issue) => `${file} ${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`,
      ),
    }
  const { rows } = read.data
  const faults = rows.flatMap(({ playbook }, n) =>
    playbooks.has(playbook) ? [] : [`${file} rows.${n}.playbook: no playbook ${playbook}`],
  )
  const last = rows.at(-1)!
  if (Object.keys(last.when).length > 0)
    faults.push(`${file} rows.${rows.length - 1}.when: the last row is the default; leave its conditions out`)
  return faults.length > 0 ? { ok: false, faults } : { ok: true, table: rows }
}

function treeOf(yamlText: string): unknown {
  try {
    return parse(yamlText)
  } catch {
    return undefined
  }
}
