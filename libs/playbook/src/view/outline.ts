import type { Localised, PlaybookEdge, PlaybookStep } from '@genba/contracts'
import { textOfBase64 } from '../cacao/base64.js'
import { edgesOf, type Edge } from '../cacao/edges.js'
import { GENBA_EXTENSION, type Playbook } from '../cacao/playbook.js'
import { StepExtension } from '../cacao/extension.js'
import { refOf } from '../cacao/link.js'
import type { Command, Step } from '../cacao/schema/steps.js'

const TEXT_MAX_CHARS = 2_000

/**
 * The steps of a playbook as people read them, in the order in which they are first reached from the start (CACAO 2.0, 4), then
 * from the exception, then those that nothing leads to. What an extension that is no Genba extension says is left out, so that a
 * playbook that is only kept has its graph too.
 */
export function outlineOf(playbook: Playbook): PlaybookStep[] {
  const { workflow, workflow_start, workflow_exception } = playbook
  const heads = [workflow_start, ...(workflow_exception === undefined ? [] : [workflow_exception])]
  return inOrder(playbook, [...heads, ...Object.keys(workflow)]).map((id) => viewOf(playbook, id, workflow[id]!))
}

function inOrder({ workflow }: Playbook, heads: readonly string[]): string[] {
  const seen = new Set<string>()
  for (const head of heads) {
    const open = [head]
    for (let id = open.shift(); id !== undefined; id = open.shift()) {
      const step = workflow[id]
      if (!step || seen.has(id)) continue
      seen.add(id)
      open.push(...edgesOf(step).map(({ to }) => to))
    }
  }
  return [...seen]
}

function viewOf({ target_definitions }: Playbook, id: string, step: Step): PlaybookStep {
  const read = StepExtension.safeParse(step.step_extensions?.[GENBA_EXTENSION])
  const { name, phase, automation, approval, options, effect, approvedBy, approvedOptions, undo, outcome } =
    read.success ? read.data : {}
  const target = step.targets?.map((ref) => target_definitions?.[ref]?.name ?? ref).join(', ')
  const [command] = step.commands ?? []
  const view: Partial<PlaybookStep> = {
    ...{ phase, automation, approval, options, effect, approvedBy, approvedOptions, outcome, target },
    description: step.description,
    undo: undo && { by: undo.by, ...(undo.command === undefined ? {} : { command: undo.command }) },
    command: command && { type: command.type, text: textOf(command) },
    condition: step.condition ?? step.switch,
    calls: step.playbook_id === undefined ? undefined : refOf(step),
    delayMs: step.delay,
    timeoutMs: step.timeout,
  }
  const said = Object.entries(view).filter(([, value]) => value !== undefined)
  const own = step.name || step.type
  const called: Localised = name ?? { ja: own, en: own }
  return { id, type: step.type, name: called, ...Object.fromEntries(said), to: edgesOf(step).map(edgeView) }
}

function edgeView({ property, to }: Edge): PlaybookEdge {
  const [kind, ...rest] = property.split('/')
  return { kind: kind as PlaybookEdge['kind'], ...(kind === 'cases' ? { label: rest.join('/') } : {}), to }
}

const textOf = ({ command, command_b64 }: Command): string =>
  (command ?? (command_b64 === undefined ? undefined : textOfBase64(command_b64)) ?? '').slice(0, TEXT_MAX_CHARS)
