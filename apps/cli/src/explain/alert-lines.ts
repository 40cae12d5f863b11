import type {
  Compared,
  ExplainedAlarm,
  ExplainedJoin,
  ExplainedLink,
  ExplainedRule,
  Explanation,
} from '@genba/contracts'
import { ALARMS, JOINS, LABELS, MAINTENANCE, OUTCOMES, spanText, timeText, VERDICTS, type Language } from './words.js'

/** An explanation as a tree of lines. */
export function alertLines(told: Explanation, language: Language): string[] {
  const label = (key: keyof typeof LABELS): string => LABELS[key][language]
  const { alert, late, deliveries, read } = told
  const others = told.rules.filter(({ outcome }) => outcome === 'unmatched')
  return [
    `${label('alert')} ${alert.id}: ${VERDICTS[told.verdict]?.[language]}${told.incident ? ` ${told.incident}` : ''}`,
    `  ${timeText(alert.at)} ${alert.plant}/${alert.zone} ${alert.rule} ${alert.name}`,
    ...(late ? [`  ${label('late')} ${spanText(late.behindMs)} > ${spanText(late.latenessMs)}`] : []),
    ...(told.alarm ? [`  ${alarmText(told.alarm, language)}`] : []),
    ...(deliveries > 1 ? [`  ${label('deliveries')} ${deliveries}`] : []),
    ...told.rules.filter((rule) => !others.includes(rule)).flatMap((rule) => ruleLines(rule, language)),
    // Several signals of one alert mostly go the same way: told once.
    ...new Set(told.joins.map((join) => joinLine(join, language))),
    ...(others.length > 0 ? [`├ ${label('others')} ${others.length}`] : []),
    ...others.flatMap((rule) => ruleLines(rule, language).map((line) => `│ ${line}`)),
    `└ ${label('read')} ${read.alerts}${read.from === 'samples' ? `, ${label('samples')}` : ''}${read.isCut ? `, ${label('cut')}` : ''}`,
  ]
}

function alarmText({ is, counts, cover }: ExplainedAlarm, language: Language): string {
  const said = cover?.by === undefined ? '' : `: ${cover.by} “${cover.reason}”`
  const until = cover?.until === undefined ? '' : `, ${LABELS.until[language]} ${timeText(cover.until)}`
  const support = counts === 'support' ? ` (${LABELS.support[language]})` : ''
  const word = cover?.kind === 'maintenance' ? MAINTENANCE : ALARMS[is]
  return `${LABELS.alarm[language]} ${word?.[language]}${said}${until}${support}`
}

function ruleLines(rule: ExplainedRule, language: Language): string[] {
  return [
    `├ ${rule.title[language]} [${rule.id}] ${OUTCOMES[rule.outcome]?.[language]}`,
    ...seenLines(rule, language),
    ...(rule.chain ?? []).flatMap((link) => linkLines(link, language)),
  ]
}

/** A rule that another one builds on, and what that one heard of it. */
function linkLines(link: ExplainedLink, language: Language): string[] {
  const label = (key: keyof typeof LABELS): string => LABELS[key][language]
  const { firings, more } = link
  return [
    `│   [${link.into}] ${label('builtOn')} ${link.title[language]} [${link.id}] ${OUTCOMES[link.outcome]?.[language]}`,
    ...seenLines(link, language).map((line) => `│  ${line.slice(1)}`),
    ...firings.map(({ from, to, alerts, group, holdsAlert }) =>
      [
        `│     ${label('firing')} ${timeText(from)} – ${timeText(to)}: ${label('members')} ${alerts}`,
        ...Object.entries(group).map(([field, value]) => `${field}=${value}`),
        ...(holdsAlert ? [`(${label('holdsAlert')})`] : []),
      ].join(' '),
    ),
    ...(firings.length === 0 ? [`│     ${label('noFiring')}`] : []),
    ...(more > 0 ? [`│     ${label('moreFirings')} ${more}`] : []),
  ]
}

function seenLines(rule: Omit<ExplainedLink, 'into' | 'firings' | 'more'>, language: Language): string[] {
  const label = (key: keyof typeof LABELS): string => LABELS[key][language]
  const { window, group = {} } = rule
  const values = Object.entries(group).map(([field, value]) => `${field}=${value ?? '-'}`)
  const times = window && `${timeText(window.from)} – ${timeText(window.to)}`
  const elsewhere = window && window.elsewhere > 0 ? `, ${label('elsewhere')} ${window.elsewhere}` : ''
  return [
    ...(window
      ? [`│   ${label('window')} ${spanText(rule.timespanMs)}: ${window.count}/${window.needed}${elsewhere} (${times})`]
      : []),
    ...(values.length > 0 ? [`│   ${label('group')} ${values.join(' ')}`] : []),
    ...rule.bases.flatMap((base) => [
      `│   ${label(base.isMatched ? 'matched' : 'missed')}: ${base.title}`,
      ...base.compared.map((compared) => `│     ${comparedText(compared, language)}`),
    ]),
  ]
}

function comparedText({ field, modifiers, expected, more, actual, isExcluded }: Compared, language: Language): string {
  const wants = LABELS[isExcluded ? 'excludes' : 'wants'][language]
  const values = [...expected.map((value) => JSON.stringify(value)), ...(more > 0 ? [`+${more}`] : [])].join(', ')
  const is = field === '' ? '' : `; ${LABELS.is[language]} ${actual === undefined ? '-' : JSON.stringify(actual)}`
  return `${wants} ${[field || '*', ...modifiers].join('|')}: ${values}${is}`
}

function joinLine(join: ExplainedJoin, language: Language): string {
  const { conduit, from, to, shared, gapMs, joinMs } = join
  const details = [
    ...(conduit ? [`${LABELS.conduit[language]} ${conduit} (${from} → ${to})`] : []),
    ...(shared ? [`${LABELS.shared[language]} ${shared}`] : []),
    ...(gapMs !== undefined && joinMs !== undefined ? [`${spanText(gapMs)} > ${spanText(joinMs)}`] : []),
  ]
  return `├ ${join.incident} ${JOINS[join.code]?.[language]}${details.length > 0 ? `: ${details.join(', ')}` : ''}`
}
