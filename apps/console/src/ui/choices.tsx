import { SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { chooseLanguage, type Language } from '../i18n/i18n.js'
import { useWords } from '../i18n/use-words.js'

const LANGUAGE_NAMES: { value: Language; label: string }[] = [
  { value: 'ja', label: '日本語' },
  { value: 'en', label: 'English' },
]

export function LanguageChoice() {
  const { t, language } = useWords()
  return (
    <SegmentedControl<Language>
      size="xs"
      aria-label={t('app.language')}
      data={LANGUAGE_NAMES}
      value={language}
      onChange={chooseLanguage}
    />
  )
}

const THEMES = { auto: 'app.themeAuto', light: 'app.themeLight', dark: 'app.themeDark' } as const satisfies Record<
  MantineColorScheme,
  string
>
const THEME_ORDER: MantineColorScheme[] = ['auto', 'light', 'dark']

export function ThemeChoice() {
  const { t } = useWords()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl<MantineColorScheme>
      size="xs"
      aria-label={t('app.theme')}
      data={THEME_ORDER.map((value) => ({ value, label: t(THEMES[value]) }))}
      value={colorScheme}
      onChange={setColorScheme}
    />
  )
}
