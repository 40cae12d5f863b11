import type { Localised } from '@genba/contracts'
import { useTranslation } from 'react-i18next'
import { clockText, numberText, spanText } from '../ui/format.js'
import type { Language } from './i18n.js'

/** The texts of the chosen language: `t` for the console's own, `pick` for those that come with the facts. */
export function useWords() {
  const { t, i18n } = useTranslation()
  const language: Language = i18n.language === 'en' ? 'en' : 'ja'
  return {
    t,
    language,
    pick: (text: Localised): string => text[language],
    number: (value: number): string => numberText(value, language),
    span: (ms: number): string => spanText(ms, (unit, n) => t(`time.${unit}`, { n }), t('time.join')),
    clock: clockText,
  }
}
export type Words = ReturnType<typeof useWords>
