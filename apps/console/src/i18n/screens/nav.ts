/** The menu. Each screen brings a file of its own here, both languages side by side, and is listed in `ja.ts` and `en.ts`. */
export const nav = {
  ja: {
    label: 'メニュー',
    situation: '全工場の状況',
    incidents: 'インシデント',
    alarms: 'アラーム',
    shift: '当直',
    reviews: '単独承認の点検',
    admin: '管理',
    alerts: 'アラートの検索',
    rules: '相関ルール',
    playbooks: '手順書',
  },
  en: {
    label: 'Menu',
    situation: 'Situation',
    incidents: 'Incidents',
    alarms: 'Alarms',
    shift: 'My shift',
    reviews: 'Reviews',
    admin: 'Administration',
    alerts: 'Alert search',
    rules: 'Rules',
    playbooks: 'Playbooks',
  },
}
