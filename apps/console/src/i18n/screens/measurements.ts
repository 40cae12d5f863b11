/** Measured and set values around an incident. */
export const measurements = {
  ja: {
    title: '計測値・設定値の推移',
    kind: { measured: '計測値', set: '設定値', command: '指示値' },
    range: '{{last}} {{unit}}（{{min}}〜{{max}}）',
    all_one: 'すべて表示（{{count}}）',
    all_other: 'すべて表示（{{count}}）',
    evicted_one: '表示しきれない系列: {{count}}',
    evicted_other: '表示しきれない系列: {{count}}',
  },
  en: {
    title: 'Measured and set values',
    kind: { measured: 'measured', set: 'set', command: 'command' },
    range: '{{last}} {{unit}} ({{min}} to {{max}})',
    all_one: 'Show all ({{count}})',
    all_other: 'Show all ({{count}})',
    evicted_one: '{{count}} more series is not shown',
    evicted_other: '{{count}} more series are not shown',
  },
}
