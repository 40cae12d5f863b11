import type { ExplainedAlarm, ExplainedJoin, Explanation } from '@genba/contracts'
import { useWords } from '../../i18n/use-words.js'
import { momentText } from '../../ui/format.js'
import type { PlantNames } from '../../ui/plant-names.js'
import { tacticText } from '../tactic-text.js'
import { RuleItem } from './rule-item.js'
import styles from './why.module.css'

/** An explanation in plain words: the verdict, the rules that say most, how its signals came into incidents, what was read. */
export function Answer({ told, names }: { told: Explanation; names: PlantNames }) {
  const { t, span } = useWords()
  const near = told.rules.filter(({ outcome }) => outcome !== 'unmatched')
  const others = told.rules.filter(({ outcome }) => outcome === 'unmatched')
  return (
    <>
      <p className={styles['verdict']}>{t(`why.verdict.${told.verdict}`)}</p>
      {told.alarm && <AlarmText alarm={told.alarm} names={names} />}
      {told.late && <p>{t('why.late', { behind: span(told.late.behindMs), lateness: span(told.late.latenessMs) })}</p>}
      {told.deliveries > 1 && <p>{t('why.repeats', { count: told.deliveries })}</p>}
      {near.length > 0 && (
        <ul className={styles['rules']} aria-label={t('why.rules')}>
          {near.map((rule) => (
            <RuleItem key={rule.id} rule={rule} names={names} />
          ))}
        </ul>
      )}
      {told.joins.length > 0 && (
        <>
          <h5>{t('why.joins')}</h5>
          <ul className={styles['joins']}>
            {distinct(told.joins).map((join) => (
              <JoinItem key={keyOf(join)} join={join} names={names} />
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && (
        <details className={styles['others']}>
          <summary>{t('why.others', { count: others.length })}</summary>
          <ul className={styles['rules']}>
            {others.map((rule) => (
              <RuleItem key={rule.id} rule={rule} names={names} />
            ))}
          </ul>
        </details>
      )}
      <p className={styles['read']}>
        {told.read.from === 'samples' ? t('why.samples') : t('why.read', { count: told.read.alerts })}{' '}
        {told.read.isCut && told.read.from === 'topic' && t('why.cut')}
      </p>
    </>
  )
}

function AlarmText({ alarm, names }: { alarm: ExplainedAlarm; names: PlantNames }) {
  const { t, language } = useWords()
  const { is, counts, cover } = alarm
  return (
    <p>
      {t(`why.alarm.${cover?.kind === 'maintenance' ? 'maintenance' : is}`)}{' '}
      {cover?.by !== undefined && t('why.coveredBy', { by: cover.by, reason: cover.reason ?? '' })}{' '}
      {cover?.until !== undefined && t('why.coveredUntil', { at: momentText(cover.until, language, names.timeZone) })}{' '}
      {cover && t(`why.counts.${counts}`)}
    </p>
  )
}

const keyOf = ({ incident, code, conduit = '' }: ExplainedJoin): string => `${incident} ${code} ${conduit}`

/** Several signals of one alert mostly go the same way: told once. */
const distinct = (joins: readonly ExplainedJoin[]): ExplainedJoin[] => [
  ...new Map(joins.map((join) => [keyOf(join), join])).values(),
]

function JoinItem({ join, names }: { join: ExplainedJoin; names: PlantNames }) {
  const { t, pick, span } = useWords()
  const { code, conduit = '', from = '', to = '', shared = '', gapMs = 0, joinMs = 0, by = '', reason = '' } = join
  const { step } = join
  const text = t(`why.join.${code}`, {
    conduit: names.conduit(conduit),
    from: names.zone(from),
    to: names.zone(to),
    ...{ shared, by, reason },
    tacticFrom: tacticText(step?.from, t),
    tacticTo: tacticText(step?.to, t),
    gap: span(gapMs),
    join: span(joinMs),
  })
  return (
    <li>
      <b>{pick(join.title)}</b> {text}
    </li>
  )
}
