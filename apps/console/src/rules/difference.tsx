import type { IncidentDifference, OutcomeBrief, WhatIfResult } from '@genba/contracts'
import { useWords } from '../i18n/use-words.js'
import { usePlantNames } from '../ui/plant-names.js'
import { SeverityTag, Tag } from '../ui/tags.js'
import { PlantTime } from '../ui/times.js'
import styles from './rules-page.module.css'

const TONE = { new: 'accent', gone: 'high', changed: 'medium' } as const
const GROUPS_SHOWN = 5

/** What the tried rules would change, the two sides beside each other. */
export function Difference({ result }: { result: WhatIfResult }) {
  const { t, pick, number, span } = useWords()
  const { counts, rules, signals, incidents, left, read } = result
  return (
    <section className={styles['result']} aria-label={t('rules.result')}>
      <p>
        {t('rules.read', { alerts: read.alerts, days: span(read.until - read.from) })} {read.isCut && t('rules.cut')}
      </p>
      <div className={styles['counts']}>
        <b>
          {t('rules.incidents')} {number(counts.before)} → {number(counts.after)}
        </b>
        {(['gone', 'new', 'changed'] as const).map((kind) => (
          <Tag key={kind} tone={counts[kind] > 0 ? TONE[kind] : 'info'}>
            {t(`rules.kind.${kind}`)} {number(counts[kind])}
          </Tag>
        ))}
        <Tag tone="info">
          {t('rules.unchanged')} {number(counts.unchanged)}
        </Tag>
      </div>
      {(['added', 'changed', 'removed'] as const).map(
        (kind) =>
          rules[kind].length > 0 && (
            <p key={kind} className={styles['dim']}>
              {t(`rules.ruleKind.${kind}`)}: {rules[kind].join(', ')}
            </p>
          ),
      )}
      {signals.map(({ id, title, before, after }) => (
        <p key={id}>
          {t('rules.signals')} {pick(title)}: {number(before)} → <b>{number(after)}</b>
        </p>
      ))}
      {incidents.length === 0 ? (
        <p>{t('rules.same')}</p>
      ) : (
        <ul className={styles['differences']}>
          {incidents.map((each) => (
            <Item key={`${each.before?.id ?? ''} ${each.after?.id ?? ''}`} difference={each} />
          ))}
        </ul>
      )}
      {left > 0 && <p className={styles['dim']}>{t('rules.left', { count: left })}</p>}
    </section>
  )
}

function Item({ difference }: { difference: IncidentDifference }) {
  const { t, pick, number } = useWords()
  const names = usePlantNames(difference.plant)
  const { kind, before, after, rules, groups } = difference
  return (
    <li>
      <p className={styles['line']}>
        <Tag tone={TONE[kind]}>{t(`rules.kind.${kind}`)}</Tag>
        <span className={styles['dim']}>{names.name}</span>
      </p>
      <div className={styles['sides']}>
        <Side title={t('rules.before')} brief={before} plant={difference.plant} />
        <Side title={t('rules.after')} brief={after} plant={difference.plant} />
      </div>
      {rules.map(({ id, title, before: was, after: is }) => (
        <p key={id}>
          {pick(title)}: {number(was)} → <b>{number(is)}</b>
        </p>
      ))}
      {groups.slice(0, GROUPS_SHOWN).map((group) => (
        <p key={`${group.zone} ${group.rule} ${group.asset ?? ''}`} className={styles['dim']}>
          {names.zone(group.zone)} {group.asset && names.asset(group.asset)} {group.name}: {number(group.before)} →{' '}
          {number(group.after)}
        </p>
      ))}
    </li>
  )
}

function Side({ title, brief, plant }: { title: string; brief: OutcomeBrief | undefined; plant: string }) {
  const { t, pick } = useWords()
  const names = usePlantNames(plant)
  return (
    <div className={styles['sideBox']}>
      <h4>{title}</h4>
      {brief ? (
        <>
          <p className={styles['line']}>
            <SeverityTag severity={brief.severity} /> <b>{pick(brief.title)}</b>
          </p>
          <p className={styles['dim']}>
            {brief.zones.map(names.zone).join(' → ')} · {t('rules.alerts', { count: brief.alerts })} ·{' '}
            <PlantTime at={brief.openedAt} timeZone={names.timeZone} />
          </p>
        </>
      ) : (
        <p className={styles['dim']}>{t('rules.absent')}</p>
      )}
    </div>
  )
}
