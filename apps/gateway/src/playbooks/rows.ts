import type { KeptChoice, PlaybookRow } from '@genba/contracts'
import { extensionOf, mayStart, newestOf, titleOf, type Inspected, type Playbook } from '@genba/playbook'
import type { Brief, HeldPlaybook } from './playbook.store.js'

/** A version with what reading it says. */
export type Read = { held: HeldPlaybook; inspected: Inspected }
const PHASES = ['observe', 'orient', 'decide', 'act'] as const

/** By name, the newest version first. */
export const inOrder = (a: Brief, b: Brief): number =>
  a.name.localeCompare(b.name) || b.modified.localeCompare(a.modified) || a.version.localeCompare(b.version)

/**
 * Versions as people read them, in the order of the list. `reads` are all versions of their playbooks, `table` chooses among playbooks,
 * `running` counts the runs under way by version.
 */
export function rowsOf(
  reads: readonly Read[],
  table: KeptChoice | undefined,
  running: ReadonlyMap<string, number>,
  now: number,
): PlaybookRow[] {
  const ids = new Set(reads.map(({ held }) => held.id))
  const current = new Set([...ids].flatMap((id) => currentOf(reads.filter(({ held }) => held.id === id), now))) // prettier-ignore
  return reads
    .map((read) => ({
      ...rowOf(read, current, now),
      rows: table?.rows.filter(({ playbook }) => playbook === read.held.id).length ?? 0,
      isDefault: table?.rows.at(-1)?.playbook === read.held.id,
      running: running.get(read.held.version) ?? 0,
    }))
    .sort(inOrder)
}

/** The version that a run would begin with now, as the responder sees it. */
function currentOf(reads: readonly Read[], now: number): string[] {
  const versions = reads.flatMap(({ held, inspected }) =>
    inspected.ok && inspected.runnable ? [{ ...inspected.runnable, ...revokedBy(held), version: held.version }] : [],
  )
  const newest = newestOf(versions, now)
  return newest ? [newest.version] : []
}

const revokedBy = ({ entry }: HeldPlaybook): { revoked?: true } => (entry?.revoked ? { revoked: true } : {})

function rowOf(
  { held, inspected }: Read,
  current: ReadonlySet<string>,
  now: number,
): Omit<PlaybookRow, 'rows' | 'isDefault' | 'running'> {
  const { version, id, name, modified, signature, entry } = held
  const playbook = inspected.ok ? inspected.playbook : undefined
  return {
    ...{ version, id, name, modified, signature },
    title: playbook ? titleOf(playbook) : { ja: name, en: name },
    ...(playbook?.description === undefined ? {} : { description: playbook.description }),
    state: stateOf({ held, inspected }, current, now),
    ...(playbook?.valid_from === undefined ? {} : { validFrom: playbook.valid_from }),
    ...(playbook?.valid_until === undefined ? {} : { validUntil: playbook.valid_until }),
    phases: playbook ? phasesOf(playbook) : [],
    steps: playbook ? Object.keys(playbook.workflow).length : 0,
    problems: inspected.ok ? inspected.refusals.length : inspected.faults.length,
    ...(entry?.imported ? { imported: { by: entry.imported.by, at: entry.imported.at } } : {}),
    ...(entry?.revoked ? { revoked: entry.revoked } : {}),
  }
}

function stateOf({ held, inspected }: Read, current: ReadonlySet<string>, now: number): PlaybookRow['state'] {
  if (!inspected.ok) return 'unreadable'
  if (held.entry?.revoked || inspected.playbook.revoked) return 'revoked'
  if (!inspected.runnable) return 'kept'
  if (current.has(held.version)) return 'current'
  if (mayStart(inspected.playbook, now) === undefined) return 'older'
  const { valid_from } = inspected.playbook
  return valid_from !== undefined && now < Date.parse(valid_from) ? 'waits' : 'expired'
}

function phasesOf({ workflow }: Playbook): PlaybookRow['phases'] {
  const named = new Set(Object.values(workflow).map((step) => extensionOf(step)?.phase))
  return PHASES.filter((phase) => named.has(phase))
}
