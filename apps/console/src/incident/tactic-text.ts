import type { Tactic } from '@genba/contracts'
import type { Words } from '../i18n/use-words.js'

/** A tactic of ATT&CK for ICS in the chosen language. */
export const tacticText = (tactic: Tactic | undefined, t: Words['t']): string =>
  tactic === undefined ? '' : t(`grouping.tactic.${tactic}`)
