import type { Compared, ExplainedBase, ExplainedRule, ExplainedWindow } from '@genba/contracts'
import { useWords, type Words } from '../../i18n/use-words.js'
import type { PlantNames } from '../../ui/plant-names.js'
import { PlantTime } from '../../ui/times.js'
import styles from './why.module.css'

/** What one rule made of the alert: its parts that match or not and why, the values it groups by, and how full its window is. */
export function RuleItem({ rule, names }: { rule: ExplainedRule; names: PlantNames }) {
  const { t, pick } = useWords()
  const { outcome, group, window, signal } = rule
  const values = Object.entries(group ?? {})
  return (
    <li>
      <p className={styles['rule']}>
        <b>{pick(rule.title)}</b>
        <span className={styles[outcome === 'fired' ? 'fired' : 'open']}>{t(`why.outcome.${outcome}`)}</span>
        {rule.techniques.length > 0 && <span className={styles['dim']}>{rule.techniques.join(' ')}</span>}
      </p>
      {window && <WindowBar rule={rule} window={window} names={names} />}
      {values.length > 0 && (
        <p>
          <span className={styles['dim']}>{t('why.group')}</span>{' '}
          <span className={styles['code']}>
            {values.map(([field, value]) => `${field}=${value ?? t('why.noValue')}`).join(' ')}
          </span>
        </p>
      )}
      {window && window.elsewhere > 0 && outcome === 'waiting' && (
        <p>{t('why.elsewhere', { count: window.elsewhere })}</p>
      )}
      {signal && (
        <p>
          <span className={styles['dim']}>{t('why.signal')}</span>{' '}
          <PlantTime at={signal.firstAt} timeZone={names.timeZone} />–
          <PlantTime at={signal.lastAt} timeZone={names.timeZone} /> {t('why.signalOf', { count: signal.count })}
        </p>
      )}
      <ul className={styles['bases']}>
        {rule.bases.map((base) => (
          <BaseItem key={base.id} base={base} />
        ))}
      </ul>
    </li>
  )
}

function WindowBar({ rule, window, names }: { rule: ExplainedRule; window: ExplainedWindow; names: PlantNames }) {
  const { t, span } = useWords()
  const { count, needed } = window
  const label = t(`why.reached.${rule.kind}`, { count, needed })
  const most = Math.max(count, needed)
  return (
    <div className={styles['window']}>
      <div role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={most} aria-valuenow={count}>
        <i style={{ width: `${(100 * count) / most}%` }} />
      </div>
      <span>
        {t('why.window', { window: span(rule.timespanMs) })} (
        <PlantTime at={window.from} timeZone={names.timeZone} />–
        <PlantTime at={window.to} timeZone={names.timeZone} />)
      </span>
      <b>{label}</b>
    </div>
  )
}

function BaseItem({ base }: { base: ExplainedBase }) {
  const words = useWords()
  const { t } = words
  return (
    <li>
      <b>{t(base.isMatched ? 'why.base.matched' : 'why.base.missed')}</b> {base.title}
      {base.compared.map((compared, index) => (
        <p key={index} className={styles['compared']}>
          <span className={styles['dim']}>{t(compared.isExcluded ? 'why.excluded' : 'why.expected')}</span>{' '}
          <span className={styles['code']}>{compared.field || t('why.anywhere')}</span> {wantedText(compared, words)}
          {compared.field !== '' && (
            <span className={styles['actual']}>
              <span className={styles['dim']}>{t('why.actual')}</span>{' '}
              <span className={styles['code']}>{String(compared.actual ?? t('why.noValue'))}</span>
            </span>
          )}
        </p>
      ))}
    </li>
  )
}

const HOW = ['contains', 'startswith', 'endswith', 're', 'cidr', 'gt', 'gte', 'lt', 'lte', 'exists'] as const

/** `contains "scan" or "sweep"`: what the rule wants of a field. */
function wantedText({ modifiers, expected, more }: Compared, { t }: Words): string {
  const how = HOW.find((each) => modifiers.includes(each)) ?? 'equals'
  const shown = expected.map((value) => (typeof value === 'string' ? `"${value}"` : String(value ?? t('why.noValue'))))
  if (more > 0) shown.push(t('why.more', { more }))
  return t(`why.how.${how}`, { expected: shown.join(modifiers.includes('all') ? t('why.and') : t('why.or')) })
}
