import { createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.js'
import { ja } from './ja.js'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof ja }
  }
}

export const LANGUAGES = ['ja', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const STORED = 'genba-language'
const stored = localStorage.getItem(STORED)

export const i18n = createInstance()

void i18n.use(initReactI18next).init({
  resources: { ja: { translation: ja }, en: { translation: en } },
  lng: LANGUAGES.find((language) => language === stored) ?? 'ja',
  fallbackLng: 'ja',
  supportedLngs: LANGUAGES,
  initAsync: false,
  interpolation: { escapeValue: false },
})

/** The page's `lang` also picks Japanese shapes of shared Han characters. */
const mark = (language: string): void => {
  document.documentElement.lang = language
}
mark(i18n.language)
i18n.on('languageChanged', mark)

export function chooseLanguage(language: Language): void {
  localStorage.setItem(STORED, language)
  void i18n.changeLanguage(language)
}
