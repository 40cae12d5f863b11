import { playbookVersion, type Playbook } from './playbook.js'
import type { Step } from './schema/steps.js'
import type { Fault } from './check/fault.js'

/**
 * A playbook with every version that its steps may call, by how they name it (`refOf`). A run keeps these versions from its
 * beginning, so that an upgrade never changes a running one.
 */
export type Linked = Playbook & { readonly called?: Readonly<Record<string, Playbook>> }

/** Playbooks that may call each other below one run; more is refused when they are linked. */
export const CALLED_MAX = 20

/** How a playbook-action names what it calls: an id, which means the newest version, or `id@modified`. */
export const refOf = (step: Step): string =>
  step.playbook_version === undefined ? step.playbook_id! : `${step.playbook_id!}@${step.playbook_version}`

/** The playbooks that a step can call, once each. */
export const refsOf = (playbook: Playbook): string[] => [
  ...new Set(
    Object.values(playbook.workflow)
      .filter((step) => step.type === 'playbook-action' && step.playbook_id !== undefined)
      .map(refOf),
  ),
]

/** Finds all that a playbook calls, and what these call. `find` answers a ref; what it does not know is a fault with its place. */
export function link(
  playbook: Playbook,
  find: (ref: string) => Playbook | undefined,
): { ok: true; playbook: Linked } | { ok: false; faults: Fault[] } {
  const called: Record<string, Playbook> = {}
  const faults: Fault[] = []
  const open = refsOf(playbook)
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (called[ref]) continue
    const found = find(ref)
    if (!found) faults.push({ at: '/workflow', what: `no playbook ${ref} is there to call` })
    else if (Object.keys(called).length >= CALLED_MAX)
      return { ok: false, faults: [{ at: '/workflow', what: `calls more than ${CALLED_MAX} playbooks` }] }
    else {
      called[ref] = found
      open.push(...refsOf(found))
    }
  }
  if (faults.length > 0) return { ok: false, faults }
  return { ok: true, playbook: Object.keys(called).length === 0 ? playbook : { ...playbook, called } }
}

/** The versions that a linked playbook calls, for the run to keep; undefined when it calls none. */
export const pinsOf = ({ called }: Linked): Record<string, string> | undefined =>
  called && Object.fromEntries(Object.entries(called).map(([ref, playbook]) => [ref, playbookVersion(playbook)]))

const DOT = '.'

/** The playbook in which a run's step stands: the run's own, or the one that was called on the way to it. */
export function playbookAt(root: Linked, id: string): Playbook {
  const calls = id.split(DOT).slice(0, -1)
  return calls.reduce<Playbook>((playbook, call) => calledBy(root, playbook, call), root)
}

/** The step, which a read playbook is known to have; throws on an id from elsewhere. */
export function stepOf(root: Linked, id: string): Step {
  const playbook = playbookAt(root, id)
  const step = playbook.workflow[id.slice(id.lastIndexOf(DOT) + 1)]
  if (!step) throw new Error(`playbook ${playbook.id}: no step ${id}`)
  return step
}

/** The run's id of another step of the same playbook, and of a step of the playbook that a step calls. */
export const beside = (id: string, step: string): string => `${id.slice(0, id.lastIndexOf(DOT) + 1)}${step}`
export const inside = (id: string, step: string): string => `${id}${DOT}${step}`
/** How many calls deep a step stands: 0 in the run's own playbook. */
export const depthOf = (id: string): number => id.split(DOT).length - 1

function calledBy(root: Linked, playbook: Playbook, call: string): Playbook {
  const step = playbook.workflow[call]
  const found = step?.playbook_id === undefined ? undefined : root.called?.[refOf(step)]
  if (!found) throw new Error(`playbook ${playbook.id}: ${call} calls nothing that is linked`)
  return found
}
