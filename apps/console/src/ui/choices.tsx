import { Menu, SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
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

function useThemes(): { value: MantineColorScheme; label: string }[] {
  const { t } = useWords()
  return [
    { value: 'auto', label: t('app.themeAuto') },
    { value: 'light', label: t('app.themeLight') },
    { value: 'dark', label: t('app.themeDark') },
  ]
}

export function ThemeChoice() {
  const { t } = useWords()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl<MantineColorScheme>
      size="xs"
      aria-label={t('app.theme')}
      data={useThemes()}
      value={colorScheme}
      onChange={setColorScheme}
    />
  )
}

/** The same choice as items of the account menu. */
export function ThemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return useThemes().map(({ value, label }) => (
    <Menu.Item
      key={value}
      role="menuitemradio"
      aria-checked={value === colorScheme}
      leftSection={<span aria-hidden="true">{value === colorScheme ? '●' : '○'}</span>}
      onClick={() => setColorScheme(value)}
    >
      {label}
    </Menu.Item>
  ))
}
