import { checkDocument } from './check/check-document.js'
import { checkGraph } from './check/check-graph.js'
import { checkRunnable } from './check/check-runnable.js'
import { checkSteps } from './check/check-steps.js'
import { pointer, sayFault, type Fault } from './check/fault.js'
import { withDefaults, withPlain } from './plain-steps.js'
import { Playbook } from './playbook.js'

/** A playbook that Genba can run, or what is wrong as lines of `file place: what and what to do`. */
export type ReadPlaybook = { ok: true; playbook: Playbook } | { ok: false; faults: string[] }

/**
 * A valid playbook as it came, with what keeps Genba from running it (`refusals`, empty when nothing does); `runnable` is the
 * playbook as Genba runs it, undefined when it does not. Or the faults of a file that is no valid CACAO 2.0 playbook.
 */
export type Inspected =
  { ok: true; playbook: Playbook; refusals: Fault[]; runnable: Playbook | undefined } | { ok: false; faults: Fault[] }

export const PLAYBOOK_MAX_CHARS = 1_000_000
const FAULTS_MAX = 200

/** Reads a CACAO v2.0 playbook from its JSON text: the schema of the specification, then what no schema can say, each with its place. */
export function inspectPlaybook(json: string): Inspected {
  const fail = (...faults: Fault[]): Inspected => ({ ok: false, faults: faults.slice(0, FAULTS_MAX) })
  if (json.length > PLAYBOOK_MAX_CHARS) return fail({ at: '', what: `longer than ${PLAYBOOK_MAX_CHARS} characters` })
  const tree = parse(json)
  if (!tree.ok) return fail({ at: '', what: tree.reason })
  const read = Playbook.safeParse(tree.value)
  if (!read.success)
    return fail(
      ...read.error.issues.map((issue) => ({
        at: pointer(...issue.path.map(String)),
        what: issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message,
      })),
    )
  const faults = [...checkDocument(read.data), ...checkSteps(read.data)]
  if (faults.length > 0) return fail(...faults)
  const playbook = read.data
  const refusals = [...checkRunnable(withPlain(playbook)), ...checkGraph(playbook)].slice(0, FAULTS_MAX)
  return { ok: true, playbook, refusals, runnable: refusals.length > 0 ? undefined : withDefaults(playbook) }
}

/** A playbook that Genba can run, for those who have no use for another; `file` begins each fault. */
export function readPlaybook(json: string, file: string): ReadPlaybook {
  const inspected = inspectPlaybook(json)
  if (inspected.ok && inspected.runnable) return { ok: true, playbook: inspected.runnable }
  const faults = inspected.ok ? inspected.refusals : inspected.faults
  return { ok: false, faults: faults.map((fault) => `${file} ${sayFault(fault)}`) }
}

function parse(json: string): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    return { ok: true, value: JSON.parse(json) }
  } catch (cause) {
    return { ok: false, reason: (cause as Error).message }
  }
}
