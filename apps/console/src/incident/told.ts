import { ERRORS, type ErrorCode, type Localised } from '@genba/contracts'
import type { ja } from '../i18n/ja.js'
import type { PlantNames } from '../ui/plant-names.js'

export type OutputName = keyof typeof ja.output
export type CodeWord = keyof typeof ja.code

const OUTPUT_NAMES: Record<OutputName, (value: string, names: PlantNames) => string> = {
  alerts: same,
  assets: (value, names) => each(value, names.asset),
  actors: (value, names) => each(value, (actor) => actorName(actor, names)),
  rules: same,
  zones_hit: (value, names) => each(value, names.zone),
  conduit: (value, names) => names.conduit(value),
  way: same,
  way_in: same,
  processes: (value, names) => each(value, names.process),
  threats: same,
  measured: same,
  changes: same,
  signed_in: same,
  answer: same,
  quiet: same,
  looks: same,
}
const CODE_WORDS: Record<CodeWord, true> = {
  yes: true,
  no: true,
  closed: true,
  merged: true,
  superseded: true,
  withdrawn: true,
  refused: true,
  finished: true,
  failed: true,
  again: true,
}

/** Names that the responder gives to what a step found; other playbooks may have others, shown as they are. */
export const isOutputName = (name: string): name is OutputName => Object.hasOwn(OUTPUT_NAMES, name)

/** Words that the responder writes for machines; what is no such word is somebody's text. */
export const isCodeWord = (value: string): value is CodeWord => Object.hasOwn(CODE_WORDS, value)

/** A step's value with the plant's names for the ids in it. */
export const valueText = (name: string, value: string, names: PlantNames): string =>
  isOutputName(name) ? OUTPUT_NAMES[name](value, names) : value

/** An error that begins with a code of the contracts, in both languages, with what the code was about. */
export function codeText(error: string): Localised {
  const [code = '', ...rest] = error.split(' ')
  if (!Object.hasOwn(ERRORS, code)) return { ja: error, en: error }
  const { text } = ERRORS[code as ErrorCode]
  const about = rest.length > 0 ? ` (${rest.join(' ')})` : ''
  return { ja: text.ja + about, en: text.en + about }
}

/** `asset:` marks an actor that the plant knows; everything else is an address. */
export const actorName = (actor: string, names: Pick<PlantNames, 'asset'>): string =>
  actor.startsWith('asset:') ? names.asset(actor.slice('asset:'.length)) : actor

function each(value: string, nameOf: (id: string) => string): string {
  return value
    .split(', ')
    .map((part) => nameOf(part))
    .join(', ')
}

function same(value: string): string {
  return value
}
