import { StepExtension } from './extension.js'
import { checkWorkflow } from './check-workflow.js'
import { GENBA_EXTENSION, Playbook, extensionOf } from './playbook.js'

export type ReadPlaybook = { ok: true; playbook: Playbook } | { ok: false; faults: string[] }

export const PLAYBOOK_MAX_CHARS = 1_000_000

/** Reads a CACAO v2.0 playbook (JSON) that Genba can run, or says what is wrong, each fault as `file place: what and what to do`. */
export function readPlaybook(json: string, file: string): ReadPlaybook {
  const fail = (faults: string[]): ReadPlaybook => ({ ok: false, faults: faults.map((fault) => `${file} ${fault}`) })
  if (json.length > PLAYBOOK_MAX_CHARS) return fail([`the file: longer than ${PLAYBOOK_MAX_CHARS} characters`])
  const tree = parse(json)
  if (!tree.ok) return fail([`the file: ${tree.reason}`])
  const read = Playbook.safeParse(tree.value)
  if (!read.success)
    return fail(read.error.issues.map((issue) => `${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`))
  const faults = checkWorkflow(read.data)
  return faults.length > 0 ? fail(faults) : { ok: true, playbook: withDefaults(read.data) }
}

/** The extension with the defaults of its optional fields, so that what runs it need not know them. */
function withDefaults(playbook: Playbook): Playbook {
  const steps = Object.entries(playbook.workflow).map(([id, step]) => {
    const extension = extensionOf(step)
    if (!extension) return [id, step] as const
    return [
      id,
      { ...step, step_extensions: { ...step.step_extensions, [GENBA_EXTENSION]: StepExtension.parse(extension) } },
    ] as const
  })
  return { ...playbook, workflow: Object.fromEntries(steps) }
}

function parse(json: string): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    return { ok: true, value: JSON.parse(json) }
  } catch (cause) {
    return { ok: false, reason: (cause as Error).message }
  }
}
