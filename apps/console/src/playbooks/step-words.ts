import type { Localised, Phase, PlaybookStep } from '@genba/contracts'
import type { playbooks } from '../i18n/screens/playbooks.js'
import type { Words } from '../i18n/use-words.js'

type Texts = (typeof playbooks)['ja']

/** The words for what a step is; a type, automation or effect that this console does not know stands for itself. */
export function typeText(step: PlaybookStep, { t }: Words): string {
  if (step.approval) return t('playbooks.type.approval')
  return isType(step.type) ? t(`playbooks.type.${step.type}`) : step.type
}

export const phaseText = (phase: Phase, { t }: Words): string => t(`phase.${phase}`)

/** Who acts: the roles that decide, Genba itself, or the system outside. */
export function actorText({ approval, automation, target, command, calls }: PlaybookStep, { t }: Words): string {
  if (approval) return approval.roles.map((role) => t(`role.${role}`)).join(' / ')
  if (target) return target
  if (automation) return 'Genba'
  if (calls) return t('playbooks.calls')
  return command ? command.type : ''
}

export function automationText(automation: string, { t }: Words): string {
  return isAutomation(automation) ? t(`playbooks.automation.${automation}`) : automation
}

/** A text as people read it: what a run fills in is named, not filled. */
export const filledText = (text: Localised, { pick }: Words): string =>
  pick(text).replaceAll(/__([A-Za-z][\w-]*)__(?::value)?/g, '‹$1›')

export const nameText = ({ name }: { name: Localised }, words: Words): string => filledText(name, words)

/** What it does to production; nothing to say where it does nothing. */
export function effectText({ effect }: PlaybookStep, { t }: Words): string | undefined {
  return effect && effect.production !== 'none' ? t(`playbooks.production.${effect.production}`) : undefined
}

const TYPES: Record<keyof Texts['type'], true> = {
  approval: true,
  start: true,
  end: true,
  action: true,
  'playbook-action': true,
  parallel: true,
  'if-condition': true,
  'while-condition': true,
  'switch-condition': true,
}
const AUTOMATIONS: Record<keyof Texts['automation'], true> = {
  'gather-evidence': true,
  'look-around': true,
  'compute-impact': true,
  'verify-quiet': true,
  notify: true,
}
const isType = (type: string): type is keyof Texts['type'] => Object.hasOwn(TYPES, type)
const isAutomation = (name: string): name is keyof Texts['automation'] => Object.hasOwn(AUTOMATIONS, name)
