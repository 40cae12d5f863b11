import type { FieldChange, Localised, StepChange } from '@genba/contracts'
import { pointer } from '../cacao/check/fault.js'
import { extensionOf, type Playbook } from '../cacao/playbook.js'

const VALUE_MAX_CHARS = 2_000
const FIELDS_MAX = 500

/** What differs in the playbook itself: everything but its workflow, and its signatures, which always do. */
export function fieldsChanged(before: Playbook, after: Playbook): FieldChange[] {
  return changes(outside(before), outside(after)).slice(0, FIELDS_MAX)
}

/** Steps that came, went or changed, in the order of the newer version with those that went at the end. */
export function stepsChanged(before: Playbook, after: Playbook): StepChange[] {
  const ids = [...new Set([...Object.keys(after.workflow), ...Object.keys(before.workflow)])]
  return ids.flatMap((id): StepChange[] => {
    const [old, now] = [before.workflow[id], after.workflow[id]]
    const name = nameOf(now ? after : before, id)
    if (!old) return [{ id, name, is: 'added', fields: [] }]
    if (!now) return [{ id, name, is: 'removed', fields: [] }]
    const fields = changes(old, now).slice(0, FIELDS_MAX)
    return fields.length > 0 ? [{ id, name, is: 'changed', fields }] : []
  })
}

function outside({ workflow: _workflow, signatures: _signatures, ...rest }: Playbook): unknown {
  return rest
}

function nameOf({ workflow }: Playbook, id: string): Localised {
  const step = workflow[id]!
  const own = step.name || step.type
  return extensionOf(step)?.name ?? { ja: own, en: own }
}

/** The smallest values that differ: objects are gone into, lists are told as a whole. */
function changes(before: unknown, after: unknown, ...at: string[]): FieldChange[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])]
    return keys.flatMap((key) => changes(before[key], after[key], ...at, key))
  }
  const [old, now] = [told(before), told(after)]
  if (old === now) return []
  return [
    {
      at: pointer(...at),
      ...(old === undefined ? {} : { before: old.slice(0, VALUE_MAX_CHARS) }),
      ...(now === undefined ? {} : { after: now.slice(0, VALUE_MAX_CHARS) }),
    },
  ]
}

const told = (value: unknown): string | undefined => JSON.stringify(value)
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
