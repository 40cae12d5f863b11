import { GENBA_EXTENSION, extensionOf, type Playbook } from './playbook.js'
import { StepExtension } from './extension.js'
import { textOfBase64 } from './base64.js'
import type { Command, Step } from './schema/steps.js'

/** How long people have for a manual command whose step has no timeout. */
const DUE_MS = 86_400_000
const NAME_MAX_CHARS = 300

/**
 * The playbook as Genba runs it: its extension with the defaults of optional fields, and for a plain CACAO step with a manual command
 * the extension that hands it to a person, who says that it was done (approve) or could not be done (refuse).
 */
export function withDefaults(playbook: Playbook): Playbook {
  return withExtensions(playbook, (step) =>
    extensionOf(step) ? StepExtension.parse(extensionOf(step)) : plainExtension(step),
  )
}

/** The playbook with extensions for its plain manual steps, nothing else changed. */
export const withPlain = (playbook: Playbook): Playbook => withExtensions(playbook, plainExtension)

function withExtensions(playbook: Playbook, extensionFor: (step: Step) => StepExtension | undefined): Playbook {
  const workflow = Object.entries(playbook.workflow).map(([id, step]) => {
    const extension = extensionFor(step)
    if (!extension) return [id, step] as const
    return [id, { ...step, step_extensions: { ...step.step_extensions, [GENBA_EXTENSION]: extension } }] as const
  })
  return { ...playbook, workflow: Object.fromEntries(workflow) }
}

function plainExtension(step: Step): StepExtension | undefined {
  const [command, ...more] = step.commands ?? []
  if (step.type !== 'action' || extensionOf(step) || more.length > 0 || command?.type !== 'manual') return undefined
  const name = both((commandText(command) || step.name) ?? step.type)
  return StepExtension.parse({
    phase: 'decide',
    name,
    approval: { roles: ['soc-analyst', 'shift-leader', 'plant-engineer'], dueMs: DUE_MS },
    effect: {
      production: 'none',
      stops: {
        ja: 'Genbaは何もしません。人が作業し、終えたら承認、できなければ却下してください。',
        en: 'Genba does nothing itself. A person does this: approve when it is done, refuse when it can not be done.',
      },
      ...Object.fromEntries(['s', 'q', 'd', 'c', 'undo'].map((key) => [key, UNSAID])),
    },
  })
}

const UNSAID = { ja: 'プレイブックに記載がありません。', en: 'The playbook does not say.' }
const both = (text: string) => ({ ja: text.slice(0, NAME_MAX_CHARS), en: text.slice(0, NAME_MAX_CHARS) })
const commandText = ({ command, command_b64 }: Command): string | undefined =>
  command ?? (command_b64 === undefined ? undefined : textOfBase64(command_b64))
