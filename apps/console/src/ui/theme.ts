import { createTheme, type CSSVariablesResolver } from '@mantine/core'

const FONT =
  '-apple-system, "Segoe UI", "Hiragino Sans", "Yu Gothic UI", Meiryo, "Noto Sans JP", "Noto Sans CJK JP", system-ui, sans-serif'

export const theme = createTheme({
  fontFamily: FONT,
  headings: { fontFamily: FONT, fontWeight: '600' },
  fontFamilyMonospace: 'ui-monospace, Consolas, "Noto Sans Mono CJK JP", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  defaultRadius: 'sm',
  primaryColor: 'genba',
  primaryShade: { light: 7, dark: 6 },
  cursorType: 'pointer',
  respectReducedMotion: true,
  colors: {
    dark: [
      '#e4eaef',
      '#c3ced6',
      '#9dabb7',
      '#6d7c88',
      '#3a4751',
      '#27323b',
      '#1b242b',
      '#151c22',
      '#11171c',
      '#0d1216',
    ],
    genba: [
      '#e6f5f6',
      '#cfe8ea',
      '#9fd2d6',
      '#6bbbc2',
      '#43a6af',
      '#2b98a2',
      '#1c7680',
      '#176b73',
      '#0f5c63',
      '#0a474d',
    ],
  },
})

/** Mantine's quiet colours, raised to a contrast of 4.5 and tied to the console's own. */
export const cssVariables: CSSVariablesResolver = () => {
  const own = {
    '--mantine-color-body': 'var(--g-ground)',
    '--mantine-color-text': 'var(--g-text)',
    '--mantine-color-dimmed': 'var(--g-dim)',
    '--mantine-color-placeholder': 'var(--g-dim)',
    '--mantine-color-error': 'var(--g-critical)',
    '--mantine-color-default': 'var(--g-panel)',
    '--mantine-color-default-border': 'var(--g-edge)',
    '--mantine-color-default-color': 'var(--g-text)',
  }
  return { variables: {}, light: own, dark: own }
}
