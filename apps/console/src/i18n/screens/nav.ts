/** The menu. Each screen brings a file of its own here, both languages side by side, and is listed in `ja.ts` and `en.ts`. */
export const nav = {
  ja: {
    label: 'メニュー',
    incidents: 'インシデント',
  },
  en: {
    label: 'Menu',
    incidents: 'Incidents',
  },
}
