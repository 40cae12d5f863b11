import type { IncidentDifference, WhatIfResult } from '@genba/contracts'

export type Language = 'ja' | 'en'

const WORDS = {
  ja: {
    read: (alerts: number, days: string) => `${days}日分のアラート ${alerts} 件を両方のルールで相関しました`,
    cut: '上限に達したため、件数は実際より少ない可能性があります',
    incidents: (before: number, after: number) => `インシデント: ${before} 件 → ${after} 件`,
    counts: (c: WhatIfResult['counts']) =>
      `  新規 ${c.new}、消滅 ${c.gone}、変化 ${c.changed}、変わらず ${c.unchanged}`,
    rules: { added: '追加されたルール', removed: 'なくなったルール', changed: '変わったルール' },
    kind: { new: '新規', gone: '消滅', changed: '変化' },
    alerts: 'アラート',
    signals: 'シグナル',
    left: (count: number) => `  ほか ${count} 件`,
  },
  en: {
    read: (alerts: number, days: string) => `${alerts} alerts of ${days} days were correlated by both packs`,
    cut: 'a bound was reached: the counts may be too low',
    incidents: (before: number, after: number) => `Incidents: ${before} → ${after}`,
    counts: (c: WhatIfResult['counts']) =>
      `  ${c.new} new, ${c.gone} gone, ${c.changed} changed, ${c.unchanged} unchanged`,
    rules: { added: 'Rules added', removed: 'Rules removed', changed: 'Rules changed' },
    kind: { new: 'new', gone: 'gone', changed: 'changed' },
    alerts: 'alerts',
    signals: 'signals',
    left: (count: number) => `  and ${count} more`,
  },
} as const

/** The difference in plain lines. */
export function resultLines(result: WhatIfResult, language: Language): string[] {
  const words = WORDS[language]
  const { counts, rules, signals, incidents, left, read } = result
  const days = ((read.until - read.from) / 86_400_000).toFixed(1).replace(/\.0$/, '')
  return [
    words.read(read.alerts, days),
    ...(read.isCut ? [words.cut] : []),
    ...(['added', 'removed', 'changed'] as const).flatMap((kind) =>
      rules[kind].length === 0 ? [] : [`${words.rules[kind]}: ${rules[kind].join(', ')}`],
    ),
    words.incidents(counts.before, counts.after),
    words.counts(counts),
    ...signals.map(
      ({ id, title, before, after }) => `  ${words.signals} ${title[language]} (${id}): ${before} → ${after}`,
    ),
    ...incidents.flatMap((each) => incidentLines(each, language)),
    ...(left > 0 ? [words.left(left)] : []),
  ]
}

function incidentLines(each: IncidentDifference, language: Language): string[] {
  const words = WORDS[language]
  const { kind, plant, before, after, zones, rules, groups } = each
  const shown = after ?? before
  const moved = [...zones.added.map((zone) => `+${zone}`), ...zones.removed.map((zone) => `-${zone}`)].join(' ')
  return [
    `${words.kind[kind]}: ${shown?.title[language] ?? ''} (${plant}, ${new Date(shown?.openedAt ?? 0).toISOString()})`,
    `    ${words.alerts} ${before?.alerts ?? 0} → ${after?.alerts ?? 0}${kind === 'changed' && moved !== '' ? `  ${moved}` : ''}`,
    ...rules.map(({ title, before: was, after: is }) => `    ${title[language]}: ${was} → ${is}`),
    ...groups
      .slice(0, 5)
      .map(
        ({ name, zone, asset, before: was, after: is }) =>
          `    ${zone}${asset ? `/${asset}` : ''} ${name}: ${was} → ${is}`,
      ),
  ]
}
