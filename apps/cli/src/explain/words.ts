import type { Localised } from '@genba/contracts'

export type Language = keyof Localised
type Words = Record<string, Localised>

/** The command's own words; the rules' and zones' come with the answer. */
export const VERDICTS: Words = {
  'in-incident': { ja: 'インシデントに属しています', en: 'is in the incident' },
  'in-other-incident': { ja: '別のインシデントに属しています', en: 'is in another incident' },
  'signal-only': {
    ja: 'ルールは成立、属するインシデントはまだありません',
    en: 'a rule fired, no incident holds it yet',
  },
  late: { ja: '遅着のため件数だけ数えました', en: 'came too late, only counted' },
  'no-rule-fired': { ja: '合うルールはありますが成立していません', en: 'rules match, none has fired' },
  'no-rule-matched': { ja: '合うルールはありません', en: 'no rule matches' },
}
export const ALARMS: Words = {
  new: { ja: '新しいアラーム', en: 'a new alarm' },
  repeat: { ja: '継続中のアラームの繰り返し', en: 'a repeat of a standing alarm' },
  chattering: { ja: '頻発中のアラームの繰り返し', en: 'a repeat of a chattering alarm' },
  folded: { ja: 'アラームフラッド中のためまとめて表示', en: 'folded into a flood' },
  shelved: { ja: '一時抑制中', en: 'shelved' },
  suppressed: { ja: '設計による抑制', en: 'suppressed by design' },
  outOfService: { ja: '使用停止中', en: 'out of service' },
  returned: { ja: '正常復帰の知らせ', en: 'the end of an alarm' },
}
/** A maintenance window suppresses as a design rule does, but is somebody's word. */
export const MAINTENANCE = { ja: '保守作業による抑制', en: 'suppressed by a maintenance window' }
export const OUTCOMES: Words = {
  fired: { ja: '成立', en: 'fired' },
  after: { ja: '成立後', en: 'after it had fired' },
  unsettled: { ja: '判定前（遅着を待っています）', en: 'not judged yet, late alerts may still come' },
  waiting: { ja: '不足', en: 'not enough' },
  'no-group': { ja: 'まとめる値なし', en: 'no value to group by' },
  'no-value': { ja: '数える値なし', en: 'no value to count' },
  late: { ja: '遅着', en: 'late' },
  unmatched: { ja: '不一致', en: 'no match' },
}
export const JOINS: Words = {
  opened: { ja: 'このシグナルで始まった', en: 'opened by this signal' },
  'same-zone': { ja: '同じゾーン', en: 'same zone' },
  conduit: { ja: 'コンジット経由', en: 'over a conduit' },
  chain: { ja: '攻撃の連鎖', en: 'next step of an attack chain' },
  merged: { ja: '統合', en: 'came with a merged incident' },
  split: { ja: '人が分割', en: 'split off by a person' },
  detached: { ja: '人が切り離し', en: 'detached by a person' },
  joined: { ja: '属する', en: 'joined' },
  'other-drill': { ja: '別の訓練', en: 'another drill' },
  closed: { ja: '終了済み', en: 'closed' },
  'merged-away': { ja: '別のインシデントに統合済み', en: 'merged into another' },
  'taken-out': { ja: '人が取り出した', en: 'taken out by a person' },
  locked: { ja: '期間の上限', en: 'too old to take more in' },
  'too-long-ago': { ja: '時間が離れすぎ', en: 'too long ago' },
  'nothing-shared': { ja: '共通点なし', en: 'nothing shared' },
  'no-conduit': { ja: 'コンジットなし', en: 'no conduit' },
  'no-step': { ja: '戦術が進んでいない', en: 'no step forward in tactics' },
  'other-nearer': { ja: 'より近い別のインシデント', en: 'another is nearer' },
}
export const LABELS = {
  alert: { ja: 'アラート', en: 'alert' },
  window: { ja: '時間窓', en: 'window' },
  group: { ja: 'まとめた値', en: 'grouped by' },
  members: { ja: 'アラート', en: 'alerts' },
  conduit: { ja: 'コンジット', en: 'conduit' },
  shared: { ja: '共通点', en: 'shared' },
  matched: { ja: '合う', en: 'matches' },
  missed: { ja: '合わない', en: 'does not match' },
  wants: { ja: '条件', en: 'wants' },
  excludes: { ja: '除外条件', en: 'leaves out' },
  is: { ja: '実際', en: 'is' },
  builtOn: { ja: 'もとになるルール', en: 'builds on' },
  firing: { ja: '成立', en: 'fired' },
  holdsAlert: { ja: 'このアラートを含む', en: 'this alert among them' },
  noFiring: { ja: '成立なし', en: 'has not fired' },
  moreFirings: { ja: 'ほかの成立', en: 'more firings' },
  elsewhere: { ja: '別の値', en: 'with other values' },
  late: { ja: '遅れ', en: 'behind' },
  alarm: { ja: 'アラーム', en: 'alarm' },
  support: { ja: 'これだけではルールは成立しません', en: 'no rule fires by it alone' },
  until: { ja: '期限', en: 'until' },
  deliveries: { ja: '到着回数', en: 'arrived' },
  others: { ja: '合わないルール', en: 'rules that do not match' },
  read: { ja: '読んだアラート', en: 'alerts read' },
  cut: { ja: '上限まで', en: 'cut by a bound' },
  samples: { ja: '記録の例だけ', en: 'samples only' },
} as const satisfies Words

/** `10m`, as rule files write it. */
export function spanText(ms: number): string {
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
  ] as const)
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`
  return `${Math.round(ms / 100) / 10}s`
}

export const timeText = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')
